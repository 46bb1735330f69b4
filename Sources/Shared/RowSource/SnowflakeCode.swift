/// Snowflake's error numbers: the kind of error, and what the user can do.
///
/// Both Snowflake drivers pass them on as vendor codes.
package enum SnowflakeCode {
    /// `nil` for unknown numbers; then SQLSTATE and the driver's message decide.
    package static func kind(_ code: Int) -> SourceError.Kind? {
        switch code {
        // Sessions that have ended, network failures on the way to the service, and failed parts of a result: a new
        // connection may help.
        case 390_104, 390_105, 390_108, 390_110...390_119, 261_000...261_010, 262_000: .connection
        // All other numbers of logins and tokens: users, passwords, keys, roles, OAuth, policies, access tokens.
        case 390_100...390_999, 394_000...395_999: .authentication
        case 2003, 2043, 904: .notFound
        case 606, 707, 1003, 3001, 90_073, 90_105, 90_106: .statement
        case 100_035, 100_038, 100_071: .value
        // Snowflake cancels statements at a limit of the session, the warehouse or its resource monitor, and says 604
        // for some of these.
        case 604, 630: .timeLimit
        // A server incident.
        case 603: .other
        default: nil
        }
    }

    /// What the user can do.
    package static func advice(_ code: Int) -> String? {
        switch code {
        case 262_000: partAdvice
        case 390_144, 394_300...394_399:
            "check that the user has the public key of source.private_key, or the token of source.token, and that this "
                + "host's clock is right"
        case 390_189: "grant source.role to the user, or name another role"
        case 390_201: "grant USAGE on source.warehouse, or name another warehouse"
        case 390_318: "the token of source.token has expired: put a new one there, then start again"
        case 390_303, 394_400...394_499:
            "the token of source.token is invalid, expired or revoked: put a new one there, then start again"
        case 390_422: "allow this host's address in the account's network policy"
        case 606: "name a source.warehouse that the role may use, and let it resume automatically (AUTO_RESUME)"
        case 604, 630:
            "raise STATEMENT_TIMEOUT_IN_SECONDS for the user or the warehouse, or plan with a smaller chunk_rows"
        case 707:
            "the table can't be read at the run's point in time: that is beyond DATA_RETENTION_TIME_IN_DAYS or older "
                + "than the table, or the table is shared; set snapshot: off for this table in `tables`, or raise the "
                + "retention"
        case 3001:
            "grant source.role the privilege that is missing: SELECT on the table, and USAGE on its schema, its database "
                + "and source.warehouse"
        case 90_073:
            "the resource monitor of the warehouse has no credits left: raise its quota, wait for its next interval, or "
                + "name another source.warehouse"
        case 90_105, 90_106: "set source.database, and grant USAGE on it and its schemas to the role"
        case 2003: "grant SELECT on it, and USAGE on its schema and database, to source.role"
        default: kind(code) == .authentication ? "check source.user and its password, key or token" : nil
        }
    }

    /// What the user can do if a part of a result can't be fetched.
    package static let partAdvice =
        "the storage behind Snowflake's results refused the link to a part, which expires after some hours, or can't be "
        + "reached from this host: `SELECT SYSTEM$ALLOWLIST()` lists the hosts that each worker must reach over HTTPS"

    /// The number in a message that is all that the ADBC driver returns: `[Snowflake] 262000 (08006): …`.
    package static func stated(in message: String) -> Int? {
        message.firstMatch(of: /\[Snowflake\] (\d{6}) \(/).flatMap { Int($0.output.1) }
    }
}
