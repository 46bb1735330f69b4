import Model
import Postgres

/// Gathers the planner's statistics on a load table.
struct StatisticsUpdate: PreparationPart {
    let spec: TableSpec
    let table: LedTable
    let target: PostgresConnection

    var step: PublicationStep { .analyse }

    func perform() async throws {
        let analyze = Statement(name: "analyze", text: "ANALYZE \(spec.loadTable.inSchema.postgresQuoted)")
        try await table.shared(on: target) { target in
            try target.execute(analyze, deadline: TablePublisher.longStep)
        }
    }
}
