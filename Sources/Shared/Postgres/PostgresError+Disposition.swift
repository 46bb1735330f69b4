import PinnedThread

extension PostgresError {
    /// What an error asks for.
    package enum Disposition: Sendable, Hashable {
        /// It may work when tried again.
        case transient
        /// It won't work until somebody changes something.
        case permanent
        /// The program can't go on at all.
        case fatal
    }

    /// Whether to try again.
    package var disposition: Disposition {
        // Neither the server's fault nor the statement's, and whoever waits for it holds threads.
        if operation == ThreadShortage.operation { return .fatal }
        return switch kind {
        case .unreachable, .connectionLost, .deadline, .cancelled: .transient
        case .authentication, .server, .value: sqlState.map(Self.disposition(ofState:)) ?? .permanent
        case .untrusted: .permanent
        case .options, .misuse: .fatal
        }
    }

    /// COMMIT was sent and its reply never came: whether it took place is for the database to tell.
    package var mayHaveCommitted: Bool {
        statement == "commit" && disposition == .transient
    }

    /// The one table of SQLSTATEs: these, and whole classes of them by their first two characters, are transient.
    private static let transientStates: Set<String> = [
        "08",  // the connection
        "53",  // disk, memory or connections used up
        "25006",  // read-only: a standby not yet promoted, or a primary just demoted
        "25P03",  // idle in a transaction for too long: the source stalled
        "40001",  // serialization failure
        "40P01",  // deadlock
        "55P03",  // lock not available in time
        "57014",  // cancelled
        "57P01",  // the server shuts down, or an administrator ended the session
        "57P02",  // another backend crashed
        "57P03",  // the server starts up
        "57P05",  // idle for too long
    ]

    private static func disposition(ofState state: String) -> Disposition {
        let isTransient = transientStates.contains(state) || transientStates.contains(String(state.prefix(2)))
        return isTransient ? .transient : .permanent
    }

    /// The kind of error that an SQLSTATE tells.
    static func kind(ofState state: String) -> Kind {
        switch state {
        case "57014": .cancelled
        case _ where state.hasPrefix("28"): .authentication
        case _ where state.hasPrefix("08"), "57P01", "57P02": .connectionLost
        default: .server
        }
    }
}
