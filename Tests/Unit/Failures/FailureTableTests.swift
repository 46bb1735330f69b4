import Failures
import Model
import Postgres
import RowSource
import Settings
import Testing

@Suite("The table of failures")
struct FailureTableTests {
    private static let rules =
        SourceError.Kind.allCases.map(\.rule) + PostgresError.Kind.allCases.map(\.rule)
        + ServerRefusal.rules.map(\.rule) + ChunkFailure.allCases.map(\.rule) + ProgramFailure.allCases.map(\.rule)

    @Test("every kind has a row with its meaning and what the operator does")
    func complete() {
        for rule in Self.rules {
            let text =
                switch rule.wayOut {
                case .hint(let text), .note(let text): text
                }
            #expect(rule.meaning.hasSuffix("."), "\(rule)")
            #expect(!text.isEmpty && !text.contains("|"), "\(rule)")
        }
    }

    @Test("every exit code except success has a kind")
    func exitCodes() {
        let codes = Set(ProgramFailure.allCases.compactMap(\.rule.exit?.rawValue))
        #expect(codes == [1, 2, 3, 4, 5, 6, 7, 10])
    }

    @Test("an attempt isn't counted only if another attempt can succeed")
    func freeAttempts() {
        for rule in Self.rules where rule.attempt == .free {
            #expect(rule.disposition == .transient || rule.disposition == .fenced, "\(rule)")
        }
    }

    @Test("an SQLSTATE has its own row, or that of its class")
    func states() {
        #expect(ServerRefusal.rule("53100") != ServerRefusal.rule("53300"))
        #expect(ServerRefusal.rule("53300") == ServerRefusal.rule("53"))
        #expect(ServerRefusal.rule("XX000") == nil)
    }

    @Test("a hint names the settings of the connection that failed")
    func hints() {
        let odbc = SourceError(.authentication, operation: "SQLDriverConnect", message: "no")
        let adbc = SourceError(.authentication, operation: "DatabaseInit", message: "no")
        let target = PostgresError(.authentication, message: "no", statement: "connect", operation: "PQconnectPoll")
        #expect(Failure(describing: odbc).hint == "Check user and password in source.connection.")
        #expect(Failure(describing: adbc).hint == "Check user and password in source.options.")
        #expect(Failure(describing: target).hint == "Check user and password in target.url (and control.url).")
    }

    @Test("a process that runs out of threads blames neither side")
    func threads() {
        let source = SourceError(.noThread, operation: "pthread_create", message: "no threads", advice: "fewer")
        let target = PostgresError(
            .noThread, message: "no threads", hint: "fewer", statement: "connect", operation: "pthread_create")
        #expect(Failure(describing: source) == Failure(.internalError, "no threads (pthread_create)", hint: "fewer"))
        #expect(Failure(describing: target) == Failure(.internalError, "no threads", hint: "fewer"))
        #expect(target.disposition == .fatal)
    }
}
