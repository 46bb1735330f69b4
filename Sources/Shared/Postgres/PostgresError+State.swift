extension PostgresError {
    /// The kind of error for an SQLSTATE.
    static func kind(ofState state: String) -> Kind {
        switch state {
        case "57014": .cancelled
        case _ where state.hasPrefix("28"): .authentication
        case _ where state.hasPrefix("08"), "57P01", "57P02": .connectionLost
        default: .server
        }
    }
}
