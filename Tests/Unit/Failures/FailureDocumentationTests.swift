import Failures
import Model
import Postgres
import RowSource
import Testing

@Suite("docs/troubleshooting.md")
struct FailureDocumentationTests {
    @Test("the tables of failures match the code")
    func tables() throws {
        let file = DocumentationFile(name: "troubleshooting.md")
        try file.hold(DocumentationFile.filled(try file.text, marker: "failures", tables: Self.tables))
    }

    private static let tables = [
        "source": table(
            SourceError.Kind.allCases.map { (words($0.rawValue), $0.rule) }, [.retry, .attempt, .worker, .exit]),
        "target": table(
            PostgresError.Kind.allCases.map { (words($0.rawValue), $0.rule) }, [.retry, .attempt, .worker, .exit]),
        "states": table(
            ServerRefusal.rules.map { ("`\($0.state)`", $0.rule) }
                + [("`42P01`, `42704`, `42883` in a function", ServerRefusal.nameInFunction)],
            [.retry]),
        "chunks": table(ChunkFailure.allCases.map { (words($0.rawValue), $0.rule) }, [.retry, .attempt, .exit]),
        "programs": table(ProgramFailure.allCases.map { (words($0.rawValue), $0.rule) }, [.exit]),
    ]

    /// The columns that only some tables have.
    private enum Column: String {
        case retry, attempt, worker, exit

        func cell(_ rule: FailureRule) -> String {
            switch self {
            case .retry: rule.disposition.rawValue
            case .attempt: rule.attempt.rawValue
            case .worker: rule.worker.rawValue
            case .exit: rule.exit.map { "\($0.rawValue)" } ?? "–"
            }
        }
    }

    private static func table(_ rows: [(kind: String, rule: FailureRule)], _ columns: [Column]) -> String {
        let head = ["kind", "means"] + columns.map(\.rawValue) + ["what to do"]
        let cells = rows.map { row in
            [row.kind, row.rule.meaning] + columns.map { $0.cell(row.rule) } + [wayOut(row.rule)]
        }
        return ([head, head.map { _ in "---" }] + cells).map { "| \($0.joined(separator: " | ")) |" }
            .joined(separator: "\n")
    }

    private static func wayOut(_ rule: FailureRule) -> String {
        switch rule.wayOut {
        case .hint: rule.hint(setting: "the connection's settings") ?? ""
        case .note(let text): text
        }
    }

    /// Separates words: `connectionLost` becomes `connection lost`.
    private static func words(_ name: String) -> String {
        name.map { $0.isUppercase ? " \($0.lowercased())" : "\($0)" }.joined()
    }
}
