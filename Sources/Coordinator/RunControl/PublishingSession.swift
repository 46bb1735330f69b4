import Model

/// What `target.session` sets for the coordinator's transactions in the target, such as those that build indexes.
struct PublishingSession: Sendable {
    /// Settings of all transactions.
    ///
    /// Without `search_path`, because catalogue queries and definitions must mean the same in every schema.
    let settings: [String: String]
    /// The search path for functions that the user's indexes and constraints use; PostgreSQL's own names come first.
    let searchPath: String?

    init(_ configured: [String: String]) {
        var settings = configured
        for (name, value) in configured {
            // Names are case-insensitive, as on the server.
            switch name.lowercased() {
            case "search_path": settings[name] = nil
            // A publication must survive a crash; the steps before it don't wait for the disk anyway.
            case "synchronous_commit" where ServerSetting.isOff(value): settings[name] = nil
            default: break
            }
        }
        self.settings = settings
        let path = configured.first { $0.key.lowercased() == "search_path" }?.value
        searchPath = path.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : "pg_catalog, \($0), pg_temp" }
    }
}
