import TextFiles

@testable import Settings

/// Reads configurations from texts, and files of `${file:…}` from a dictionary.
struct ConfigurationFixture {
    var environment: [String: String] = [:]
    var flags: [String: String] = [:]
    var files: [String: String] = [:]

    func read(_ text: String) throws(ConfigurationError) -> Configuration {
        let files = files
        return try ConfigurationLoader(environment: environment, flags: flags)
            .configuration(text, file: "snowmelt.yaml") { (path) throws(FileError) in
                guard let text = files[path] else { throw FileError(.missing, reason: "doesn't exist") }
                return text
            }
    }

    /// The descriptions of a text's problems; empty if it is valid.
    func problems(_ text: String) -> [String] {
        do {
            _ = try read(text)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    /// A configuration with these lines as the items of `tables`, indented by two.
    static func tables(_ items: String, defaults: String = "{}") -> String {
        """
        source: {type: odbc, connection: Driver=SQLite3;Database=shop.sqlite}
        target: {url: postgresql://loader@db/analytics}
        defaults: \(defaults)
        tables:
        \(items)
        """
    }
}
