import Glibc
package import Model

/// The folder out of which events may name configs: nothing else of the sandbox is opened because an event says so.
package struct ConfigFolder: Sendable {
    /// The environment variable that sets it.
    package static let variable = "SNOWMELT_CONFIG_FOLDER"

    private let path: String

    /// - Parameters:
    ///   - environment: may set the folder; else it is the one of `config`.
    ///   - config: the function's own config, or where that would lie.
    package init(environment: [String: String], config: String) throws(Failure) {
        let folder = config.lastIndex(of: "/").map { String(config[...$0]) } ?? "."
        let given = environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 }
        guard let resolved = Self.resolved(given ?? folder) else {
            throw Failure(
                .usage, "the folder of the configs, \(given ?? folder), doesn't exist",
                hint: "\(Self.variable) names another.")
        }
        path = resolved
    }

    /// The file that an event names, relative to the folder, whatever links lead to it.
    ///
    /// Whether there is something outside of the folder isn't told.
    package func file(_ name: String) throws(Failure) -> String {
        let inside = path.hasSuffix("/") ? path : path + "/"
        guard !name.utf8.contains(0), let file = Self.resolved(name.hasPrefix("/") ? name : inside + name),
            file.hasPrefix(inside)
        else {
            throw Failure(
                .usage, "the event's config isn't a file in \(path)",
                hint: "\(Self.variable) names another folder; links and `..` may not lead out of it.")
        }
        return file
    }

    /// Without links, `.` and `..`; nil: there is no such file.
    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
