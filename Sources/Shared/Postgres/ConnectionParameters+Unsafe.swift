import CLibPQ
import Glibc
import Model

/// Connection parameters: those in the caller's URL, plus our defaults for parameters set by neither the URL nor the
/// environment.
struct ConnectionParameters {
    /// Keywords and values for libpq, starting with the URL.
    let pairs: [(keyword: String, value: String)]
    /// The time allowed per host; `nil` if the URL asks for no limit.
    let hostTimeout: Duration?

    /// Broken connections are noticed within approximately 25 s.
    private static let defaults = [
        ("connect_timeout", "5"),
        ("keepalives_idle", "10"),
        ("keepalives_interval", "5"),
        ("keepalives_count", "3"),
        ("tcp_user_timeout", "20000"),
    ]

    init(_ options: PostgresOptions) throws(PostgresError) {
        let given = try Self.given(by: options.url)
        // Never connect to a standby where rows are to be written. `read-write` wouldn't do, because it depends on the
        // default for transactions, and ours always state that they write.
        let ours =
            Self.defaults + [
                ("target_session_attrs", options.isReadOnly ? "any" : "primary"),
                ("application_name", options.applicationName),
            ]
        // `dbname` contains the whole URL, which libpq expands, so all of its parameters are passed on.
        pairs =
            [("dbname", options.url.revealed)] + ours.filter { given[$0.0] == nil } + [("client_encoding", "UTF8")]
        // libpq reads this parameter only where it waits itself.
        guard let seconds = Int(given["connect_timeout"] ?? "5") else {
            throw PostgresError(
                .options, message: "invalid value of connect_timeout, which is a number of seconds",
                statement: "connect", operation: "PQconninfoParse")
        }
        hostTimeout = seconds > 0 ? .seconds(seconds) : nil
    }

    /// The parameters set by the URL and the environment.
    private static func given(by url: Secret) throws(PostgresError) -> [String: String] {
        var problem: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url.revealed, &problem) else {
            let message = string(problem) ?? "out of memory"
            PQfreemem(problem)
            throw PostgresError(
                .options, message: "the PostgreSQL URL can't be read: \(withoutQuotes(message))",
                hint: "In a URL, special characters of a user name or password are written as %XX.",
                statement: "connect", operation: "PQconninfoParse")
        }
        defer { PQconninfoFree(options) }
        var given: [String: String] = [:]
        var option = options
        while let keyword = string(option.pointee.keyword) {
            given[keyword] = string(option.pointee.val) ?? option.pointee.envvar.flatMap { string(getenv($0)) }
            option += 1
        }
        return given
    }

    /// libpq quotes the part that it can't parse, which may be the password; everything from the first quote on is
    /// dropped.
    private static func withoutQuotes(_ message: String) -> String {
        var text = trimmed(message).prefix { $0 != "\"" }
        while let last = text.last, last.isWhitespace || last == ":" { text.removeLast() }
        return String(text)
    }
}
