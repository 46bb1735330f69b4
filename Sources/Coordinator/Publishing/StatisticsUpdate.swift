import Model
import Postgres

/// Gathers the planner's statistics on a load table.
struct StatisticsUpdate: PreparationPart {
    let spec: TableSpec
    let table: LedTable
    let target: PostgresConnection

    var step: PublicationStep { .analyse }

    func perform() async throws {
        try await table.shared(on: target) { target in
            try target.execute(Self.statement(spec.loadTable), deadline: TablePublisher.longStep)
        }
    }

    static func statement(_ table: QualifiedName) -> Statement {
        Statement(name: "analyze", text: "ANALYZE \(table.inSchema.postgresQuoted)")
    }
}
