package import Model
package import Postgres
import Statements

/// The sessions in the target that copy for claims.
///
/// A session is identified by an advisory lock made from the claim's token, which only its transaction holds. A pid
/// isn't enough: behind a pooler the same session serves others, and a stranger's session must never be ended. A
/// session that hasn't begun its transaction isn't found. It doesn't have to be, since the receipt's key rejects what
/// it would copy.
package enum ClaimSessions {
    ///
    /// Ends the sessions of these claims, and returns the claims whose session this user may not end.
    ///
    /// Such a session continues for as long as it likes; others only wait for its locks.
    package static func end(
        _ tokens: [RandomID], on target: PostgresConnection
    ) async throws -> Set<RandomID> {
        guard !tokens.isEmpty else { return [] }
        var left: Set<RandomID> = []
        for row in try await target.query(SQL.copyingClaims, [.array(tokens)]) {
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
