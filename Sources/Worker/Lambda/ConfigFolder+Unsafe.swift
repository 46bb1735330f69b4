import Glibc
package import Model

/// The folder from which events may name configs; an event can't make the function open any other file.
package struct ConfigFolder: Sendable {
    /// The environment variable that sets the folder.
    package static let variable = "SNOWMELT_CONFIG_FOLDER"

    private let path: String

    /// - Parameters:
    ///   - environment: may set the folder; by default it is the folder of `config`.
    ///   - config: the path of the function's own config, which need not exist.
    package init(environment: [String: String], config: String) throws(Failure) {
        let folder = config.lastIndex(of: "/").map { String(config[...$0]) } ?? "."
        let given = environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 }
        guard let resolved = Self.resolved(given ?? folder) else {
            throw Failure(
                .usage, "the config folder \(given ?? folder) doesn't exist",
                hint: "Set \(Self.variable) to another folder.")
        }
        path = resolved
    }

    /// The file that an event names, relative to the folder, with links resolved.
    ///
    /// The error doesn't reveal whether a file outside the folder exists.
    package func file(_ name: String) throws(Failure) -> String {
        let inside = path.hasSuffix("/") ? path : path + "/"
        guard !name.utf8.contains(0), let file = Self.resolved(name.hasPrefix("/") ? name : inside + name),
            file.hasPrefix(inside)
        else {
            throw Failure(
                .usage, "the event's config isn't a file in \(path)",
                hint: "Links and `..` may not lead out of it; \(Self.variable) sets another folder.")
        }
        return file
    }

    /// The paths of the files directly in the folder, in no order; empty if it can't be listed.
    package var files: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var files: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { files.append("\(path)/\(name)") }
        }
        return files
    }

    /// The path without links, `.` and `..`; `nil` if there is no such file.
    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
