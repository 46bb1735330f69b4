package import Model
package import Postgres
import Statements

/// Reads the target's catalogue.
package enum TargetCatalogue {
    /// The relation with a name; `nil` if there is none.
    package static func relation(
        _ name: QualifiedName, on connection: isolated PostgresConnection
    ) throws(PostgresError) -> TargetRelation? {
        let call = relation(name)
        return try connection.query(call.statement, call.parameters).first.map(TargetRelation.init)
    }

    /// The query for it.
    package static func relation(_ name: QualifiedName) -> StatementCall {
        StatementCall(SQL.relation, [.text(name.schemaOrPublic), .text(name.name)])
    }

    /// Refuses to replace a table if a table with the same definition can't be created.
    package static func checkDefinition(
        of relation: TargetRelation, name: QualifiedName, on connection: isolated PostgresConnection
    ) throws {
        let rows = try connection.query(SQL.definitionObstacles, [.text(relation.oid)])
        guard !rows.isEmpty else { return }
        let obstacles = try rows.map { row in try row.string("obstacle") }
        let grants = Set(try rows.compactMap { row in try row.optionalString("missing_grant") }).sorted()
        let advice = grants.isEmpty ? "" : "As a superuser: \(grants.map { "\($0); " }.joined())Or "
        throw Failure(
            .refused, "\(name) can't be replaced with its definition kept: \(obstacles.joined(separator: "; "))",
            hint: advice + (advice.isEmpty ? "Use" : "use") + " mode truncate, which keeps the table.")
    }

    /// What a table loses if it is replaced by one created from the source, in words.
    package static func losses(
        of relation: TargetRelation, on connection: isolated PostgresConnection
    ) throws -> [String] {
        try connection.query(SQL.definitionLosses, [.text(relation.oid)]).map { row in try row.string("words") }
    }

    /// Invalid indexes of a table, which aren't recreated.
    package static func invalidIndexes(
        of relation: TargetRelation, on connection: isolated PostgresConnection
    ) throws -> [String] {
        try TableDefinition(of: relation, on: connection).invalidIndexes
    }
}
