/// An optional feature of PostgreSQL's server, which the servers in Python wheels may lack.
package enum ServerFeature: String, Sendable {
    case collations = "libicui18n"
    case tls = "libssl"
    case xml = "libxml2"

    private static let libraries = Result {
        try Command.output(of: ["/usr/bin/env", "ldd", "\(PostgresPrograms.installed().folder)/postgres"])
    }

    /// The reason why the tests' server doesn't have it; `nil` if it does.
    package var obstacle: String? {
        switch Self.libraries {
        case .success(let libraries):
            libraries.contains(rawValue) ? nil : "the tests' PostgreSQL was built without \(rawValue)"
        case .failure(let error): "PostgreSQL's server can't be examined: \(error)"
        }
    }
}
