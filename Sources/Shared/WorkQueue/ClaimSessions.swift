package import Model
package import Postgres
import Statements

/// The target's sessions that copy for claims.
///
/// Each is known by what its transaction alone holds: an advisory lock from the claim's token. A pid wouldn't do: behind a
/// pooler it is anybody's, and an ended session must never be a stranger's. A session that hasn't begun its transaction
/// isn't found, and needn't be: the receipt's key keeps what it copies out.
package enum ClaimSessions {
    /// Ends the sessions of these claims.
    ///
    /// Returns the claims whose session this user may not end. It goes on for as long as it likes; others only wait for
    /// its locks.
    package static func end(
        _ tokens: [RandomID], on target: PostgresConnection
    ) async throws -> Set<RandomID> {
        guard !tokens.isEmpty else { return [] }
        let list = "{" + tokens.map(\.text).joined(separator: ",") + "}"
        var left: Set<RandomID> = []
        for row in try await target.query(SQL.copyingClaims, [.text(list)]) {
            let token = RandomID(text: try row.string("token"))
            do {
                try await target.transaction { target in
                    _ = try target.query(SQL.beLoginRole)
                    try target.execute(SQL.endClaim, [.text(token.text)])
                }
            } catch let error as PostgresError where error.sqlState == "42501" {
                left.insert(token)
            }
        }
        return left
    }
}
