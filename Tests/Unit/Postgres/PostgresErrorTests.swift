import Failures
import Postgres
import Testing

@Suite("PostgreSQL errors")
struct PostgresErrorTests {
    private func error(
        _ kind: PostgresError.Kind, state: String? = nil, message: String = "refused", context: String? = nil
    ) -> PostgresError {
        PostgresError(
            kind, sqlState: state, message: message, detail: "Key (id)=(canary) already exists.", context: context,
            statement: "copy visits", operation: "PQgetResult")
    }

    @Test(
        "SQLSTATEs of temporary conditions are transient",
        arguments: [
            "25006", "57P01", "57P02", "57P03", "08000", "08006", "08P01", "40001", "40P01", "53100", "53200", "53300",
            "55P03",
        ])
    func transientStates(state: String) {
        #expect(error(.server, state: state).disposition == .transient)
    }

    @Test("other SQLSTATEs are permanent", arguments: ["22P02", "23505", "42P01", "42501", "3D000", "57P04", "XX000"])
    func permanentStates(state: String) {
        #expect(error(.server, state: state).disposition == .permanent)
    }

    @Test(
        "a lost connection and a passed deadline are transient, a refused login is permanent, wrong options are fatal")
    func kinds() {
        #expect(error(.connectionLost).disposition == .transient)
        #expect(error(.unreachable).disposition == .transient)
        #expect(error(.deadline).disposition == .transient)
        #expect(error(.cancelled, state: "57014").disposition == .transient)
        #expect(error(.authentication, state: "28P01").disposition == .permanent)
        #expect(error(.authentication).disposition == .permanent)
        #expect(error(.value).disposition == .permanent)
        #expect(error(.options).disposition == .fatal)
        #expect(error(.misuse).disposition == .fatal)
    }

    @Test(
        "a description tells the COPY's position, without the value there",
        arguments: [
            (#"COPY visits, line 17, column amount: "canary""#, "COPY visits, line 17, column amount"),
            ("COPY visits, line 17: \"canary\nCOPY x\"", "COPY visits, line 17"),
            ("COPY visits, Zeile 17, Spalte amount: »canary«", "COPY visits, Zeile 17, Spalte amount"),
            ("COPY visits, line 3, column amount", "COPY visits, line 3, column amount"),
            ("JSON data, line 1: {canary...\nCOPY visits, line 3, column note", "COPY visits, line 3, column note"),
        ])
    func copyPosition(context: String, position: String) {
        let error = error(.server, state: "22P02", context: context)
        #expect(error.copyPosition == position)
        #expect(error.description == "\(position): refused [22P02] (copy visits, PQgetResult)")
    }

    @Test("a context that isn't a COPY's isn't in the description")
    func otherContext() {
        let error = error(.server, state: "P0001", context: "PL/pgSQL function f(canary) line 1 at RAISE")
        #expect(error.description == "refused [P0001] (copy visits, PQgetResult)")
    }
}
