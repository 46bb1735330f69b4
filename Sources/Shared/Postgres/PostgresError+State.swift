extension PostgresError {
    /// The kind of error for an SQLSTATE.
    ///
    /// - Parameter message: the server's message. It distinguishes what `statement_timeout` ended from what somebody
    ///   cancelled, which have one SQLSTATE.
    static func kind(ofState state: String, message: String = "") -> Kind {
        switch state {
        case "25P04": .limited
        case "57014": isAboutTime(message) ? .limited : .cancelled
        case _ where state.hasPrefix("28"): .authentication
        case _ where state.hasPrefix("08"), "57P01", "57P02": .connectionLost
        default: .server
        }
    }

    /// Whether a message speaks of a time limit, in the languages that servers print it in.
    private static func isAboutTime(_ message: String) -> Bool {
        let words = [
            "timeout", "Zeitüberschreitung", "délai", "tiempo de espera", "tempo de espera", "тайм-аут", "таймаут",
            "タイムアウト", "超时", "超時", "시간", "czasu", "zaman aşımı", "časov",
        ]
        return words.contains { message.contains($0) }
    }
}
