import Model
import Postgres
import Statements

/// The SQL that recreates a table, read from the target's catalogue, with every name qualified.
///
/// Objects that are created in a moment (triggers, policies, comments and so on) are only read when they are created: see
/// `DefinitionSwap`.
struct TableDefinition: Hashable, Sendable {
    struct Column: Hashable, Sendable {
        var name: String
        /// `"id" bigint DEFAULT 1 NOT NULL`.
        var definition: String
        /// The column's settings made by ALTER TABLE afterwards: storage, compression, statistics.
        var settings: String?
    }

    struct Index: Hashable, Sendable {
        var oid: String
        var name: String
        /// The text after `CREATE INDEX name ON table`.
        var definition: String
        var isUnique: Bool
        /// The tablespace; empty for the database's default.
        var tablespace: String
        var constraint: IndexConstraint?
        /// Whether the index belongs to a constraint that creates it.
        var options: String?

        /// Whether another index is the same, apart from its name.
        func isLike(_ other: Index) -> Bool {
            definition == other.definition && isUnique == other.isUnique && tablespace == other.tablespace
        }
    }

    /// A constraint based on an index; both have the same name.
    struct IndexConstraint: Hashable, Sendable {
        /// Whether the constraint creates its index: EXCLUDE, WITHOUT OVERLAPS.
        var makesIndex: Bool
        /// The text after the constraint's name; the index's name goes in between unless the constraint creates its index.
        var head: String
        var tail: String
    }

    /// A check or a foreign key.
    struct Constraint: Hashable, Sendable {
        var name: String
        /// The text after the name; the table's own name goes in between if a key refers to its own table.
        var head: String
        var tail: String?
        var isValidated: Bool
        var isEnforced: Bool
        /// The table that a foreign key refers to, quoted for SQL.
        var referenced: String?

        func body(on table: QualifiedName) -> String {
            tail.map { "\(head)\(table.postgresQuoted)\($0)" } ?? head
        }
    }

    struct Statistics: Hashable, Sendable {
        var oid: String
        var schema: String
        var name: String
        var owner: String
        /// The text between the name and FROM.
        var definition: String
    }

    var isUnlogged: Bool
    var owner: String
    var accessMethod: String?
    var tablespace: String?
    var options: String?
    var columns: [Column]
    var indexes: [Index]
    /// Invalid indexes, which no query uses and which aren't recreated.
    var invalidIndexes: [String]
    var constraints: [Constraint]
    var statistics: [Statistics]

    /// Reads the definition in the connection's transaction, which `SQL.readDefinition` has prepared.
    init(of relation: TargetRelation, on target: isolated PostgresConnection) throws {
        let oid: [PostgresValue] = [.text(relation.oid)]
        guard let table = try target.query(SQL.definitionTable, oid).first else {
            throw Failure(.target, "a table was dropped while its definition was read", hint: "Try again.")
        }
        isUnlogged = try table.bool("is_unlogged")
        owner = try table.string("owner")
        accessMethod = try table.optionalString("access_method")
        tablespace = try table.optionalString("tablespace")
        options = try table.optionalString("options")
        columns = try target.query(SQL.definitionColumns, oid).map { row in
            Column(
                name: try row.string("name"), definition: try row.string("definition"),
                settings: try row.optionalString("settings"))
        }
        indexes = []
        invalidIndexes = []
        for row in try target.query(SQL.definitionIndexes, oid) {
            guard try row.bool("is_valid") else {
                invalidIndexes.append(try row.string("name"))
                continue
            }
            indexes.append(try Self.index(row))
        }
        constraints = try target.query(SQL.definitionConstraints, oid).map { row in
            Constraint(
                name: try row.string("name"), head: try row.string("head"), tail: try row.optionalString("tail"),
                isValidated: try row.bool("is_validated"), isEnforced: try row.bool("is_enforced"),
                referenced: try row.optionalString("referenced"))
        }
        statistics = try target.query(SQL.definitionStatistics, oid).map { row in
            Statistics(
                oid: try row.string("oid"), schema: try row.string("schema"), name: try row.string("name"),
                owner: try row.string("owner"), definition: try row.string("definition"))
        }
    }

    private static func index(_ row: PostgresRow) throws -> Index {
        var constraint: IndexConstraint?
        if let kind = try row.optionalString("constraint_kind") {
            constraint = IndexConstraint(
                makesIndex: kind == "own", head: try row.string("constraint_head"),
                tail: try row.string("constraint_tail"))
        }
        return Index(
            oid: try row.string("oid"), name: try row.string("name"), definition: try row.string("definition"),
            isUnique: try row.bool("is_unique"), tablespace: try row.string("tablespace"), constraint: constraint,
            options: try row.optionalString("options"))
    }
}
