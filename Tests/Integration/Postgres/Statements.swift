import Model
import Postgres

/// A statement of a test.
func sql(_ text: String) -> Statement {
    Statement(name: "test statement", text: text)
}

/// The `PostgresError` that `body` throws; `nil` if it succeeds or throws another type of error.
func postgresError<Answer>(
    isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Answer
) async -> PostgresError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? PostgresError
    }
}
