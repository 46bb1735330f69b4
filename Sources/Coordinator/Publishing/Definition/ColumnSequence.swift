import Model
import Postgres
import Statements

/// A sequence that supplies values of a column.
struct ColumnSequence: Hashable, Sendable {
    var column: String
    var oid: String
    var name: QualifiedName
    /// Whether the sequence belongs to an identity column, from which it can't be detached.
    var isIdentity: Bool
    /// Whether the column owns the sequence (`OWNED BY`).
    var isOwned: Bool
    /// Whether the column's default is the sequence's next value, unchanged.
    var isDrawn: Bool

    struct Position: Hashable, Sendable {
        var last: Int
        /// Whether `last` was already given out.
        var isTaken: Bool
    }

    /// The sequences of a table, read in the connection's transaction, which `SQL.readDefinition` has prepared.
    static func all(of relation: TargetRelation, on target: isolated PostgresConnection) throws -> [ColumnSequence] {
        try target.query(SQL.definitionSequences, [.text(relation.oid)]).map { row in
            ColumnSequence(
                column: try row.string("column_name"), oid: try row.string("oid"),
                name: QualifiedName(schema: try row.string("schema"), name: try row.string("name")),
                isIdentity: try row.bool("is_identity"), isOwned: try row.bool("is_owned"),
                isDrawn: try row.bool("is_drawn"))
        }
    }

    func position(on target: isolated PostgresConnection) throws -> Position {
        let statement = Statement(
            name: "read_sequence", text: "SELECT last_value, is_called FROM \(name.postgresQuoted)")
        guard let row = try target.query(statement).first else {
            throw Failure(.target, "sequence \(name) has no row")
        }
        return Position(last: try row.int("last_value"), isTaken: try row.bool("is_called"))
    }

    /// Moves the sequence forward, never back, so that its next value lies past `value`.
    ///
    /// The sequence keeps its step: one of odd numbers still returns odd numbers. Returns false, and leaves the sequence
    /// unchanged, if it has no value past `value`.
    func advance(past value: Int, on target: isolated PostgresConnection) throws -> Bool {
        guard let row = try target.query(SQL.sequencePosition, [.text(oid)]).first else { return true }
        let range = try row.int("lowest")...row.int("highest")
        guard
            let move = try SequenceMove(
                from: position(on: target), step: row.int("step"), past: value, within: range)
        else { return false }
        switch move {
        case .stay: break
        case .draw(let count):
            _ = try target.query(SQL.drawFromSequence, [.text(oid), .int(count)])
        case .set(let last):
            _ = try target.query(SQL.setSequence, [.text(oid), .int(last), .bool(true)])
        }
        return true
    }
}
