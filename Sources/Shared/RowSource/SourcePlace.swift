import Glibc
import Model
import Text

/// Where a source is, as far as its settings and its driver tell: the same text in each program that reads the same
/// source, and no secret in it.
package enum SourcePlace {
    /// Which file this is, however its path is written; nil: none.
    package static func file(_ path: String) -> String? {
        var status = stat()
        guard !path.isEmpty, stat(path, &status) == 0 else { return nil }
        return "file \(status.st_ino) of device \(status.st_dev)"
    }

    /// - Parameter settings: what a driver was told, or has told, by name. What says how the place is reached, and by
    ///   whom, is left out.
    /// - Returns: nil where nothing is left.
    package static func text(_ settings: [(name: String, value: String)]) -> String? {
        let others = ["driver", "dsn", "uid", "user", "ssl", "cert"]
        let known = settings.filter { name, value in
            !value.isEmpty && !CredentialName.mayBeSecret(name) && !others.contains { name.lowercased().contains($0) }
        }.map { setting in
            "\(setting.name.lowercased())=\(file(path(setting.value)) ?? withoutLogin(setting.value))"
        }
        return known.isEmpty ? nil : StableHash.digits(known.sorted().joined(separator: "\n"))
    }

    private static func path(_ value: String) -> String {
        var path = value[...]
        if path.hasPrefix("file:") { path = path.dropFirst(5) }
        if path.hasPrefix("//") { path = path.dropFirst(2) }
        return String(path.prefix { $0 != "?" })
    }

    /// An address without user, password and parameters.
    private static func withoutLogin(_ value: String) -> String {
        guard let scheme = value.firstRange(of: "://") else { return value }
        let rest = value[scheme.upperBound...].prefix { $0 != "?" }
        let host = rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest
        return "\(value[..<scheme.upperBound])\(host)"
    }
}
