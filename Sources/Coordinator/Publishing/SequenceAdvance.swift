import Events
import Model
import Postgres
import Statements

/// Moves sequences past the loaded rows, so that the next row that a user inserts gets a new value.
///
/// Applies to copied columns with an identity, or with a sequence's next value as their default.
struct SequenceAdvance: PreparationPart {
    let spec: TableSpec
    let table: LedTable
    let target: PostgresConnection
    let events: Events

    var step: PublicationStep { .advance }

    func perform() async throws {
        let copied = Set(spec.columns.map(\.target))
        let table = spec.loadTable.inSchema
        let sequences = try await target.transaction { target in
            _ = try target.query(SQL.readDefinition)
            guard let relation = try TargetCatalogue.relation(table, on: target) else { return [ColumnSequence]() }
            return try ColumnSequence.all(of: relation, on: target)
        }
        for sequence in sequences where sequence.isDrawn && copied.contains(sequence.column) {
            try await advance(sequence, table: table)
        }
    }

    private func advance(_ sequence: ColumnSequence, table: QualifiedName) async throws {
        do {
            guard let step = try await target.query(SQL.sequencePosition, [.text(sequence.oid)]).first?.int("step"),
                let value = try await farthest(sequence, of: table, isDown: step < 0)
            else { return }
            let isPast = try await self.table.shared(on: target) { target in
                try sequence.advance(past: value, on: target)
            }
            if !isPast {
                events.record(.sequenceEnds(sequence.name, column: sequence.column, table: spec.target))
            }
        } catch let error as PostgresError where error.sqlState == "42501" {
            let (name, privileges) = (sequence.name.postgresQuoted, "SELECT, UPDATE")
            events.record(
                .sequenceNotMoved(
                    sequence.name, table: spec.target, grant: "GRANT \(privileges) ON SEQUENCE \(name) TO …"))
        }
    }

    /// The column's largest value, or its smallest for a descending sequence; `nil` without rows.
    private func farthest(_ sequence: ColumnSequence, of table: QualifiedName, isDown: Bool) async throws -> Int? {
        let column = PostgresIdentifier.quoted(sequence.column)
        let value = isDown ? "floor(min(\(column)))" : "ceil(max(\(column)))"
        let bounded = "greatest(least(\(value), \(Int.max)::numeric), \(Int.min)::numeric)::bigint"
        let statement = Statement(
            name: "farthest_value", text: "SELECT \(bounded) AS value FROM \(table.postgresQuoted)")
        return try await target.query(statement, deadline: TablePublisher.longStep).first?.optionalInt("value")
    }
}
