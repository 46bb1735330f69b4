import Glibc
import Model
import Text

/// Describes where a source is, from its settings and its driver.
///
/// The text is the same in every program that reads the same source, and contains no secrets.
package enum SourcePlace {
    /// Identifies a file however its path is written; `nil` if it doesn't exist.
    package static func file(_ path: String) -> String? {
        var status = stat()
        guard !path.isEmpty, stat(path, &status) == 0 else { return nil }
        return "file \(status.st_ino) of device \(status.st_dev)"
    }

    /// - Parameter settings: name and value of what the driver was told or reports. Settings that only say how the
    ///   source is reached, or by whom, are left out.
    /// - Returns: `nil` if nothing remains.
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

    /// A URL or address without user, password and parameters.
    private static func withoutLogin(_ value: String) -> String {
        guard let scheme = value.firstRange(of: "://") else { return value }
        let rest = value[scheme.upperBound...].prefix { $0 != "?" }
        let host = rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest
        return "\(value[..<scheme.upperBound])\(host)"
    }
}
