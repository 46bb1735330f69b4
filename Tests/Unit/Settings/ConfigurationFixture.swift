import TextFiles

@testable import Settings

/// Reads configurations from texts; files that `${file:…}` names come from a dictionary.
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

    /// What is wrong with a text, one description a problem; empty where it is right.
    func problems(_ text: String) -> [String] {
        do {
            _ = try read(text)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    /// A configuration with these lines as the items of `tables`, each at an indent of two.
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
