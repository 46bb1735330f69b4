import Model
import Postgres
import Statements

/// What makes a table again, as the target's catalogue says it, in SQL with every name qualified.
///
/// What takes a moment only (triggers, policies, comments …) is read when it is made: see `DefinitionSwap`.
struct TableDefinition: Hashable, Sendable {
    struct Column: Hashable, Sendable {
        var name: String
        /// `"id" bigint DEFAULT 1 NOT NULL`.
        var definition: String
        /// What ALTER TABLE sets of it afterwards: storage, compression, statistics.
        var settings: String?
    }

    struct Index: Hashable, Sendable {
        var oid: String
        var name: String
        /// What follows `CREATE INDEX name ON table`.
        var definition: String
        var isUnique: Bool
        /// Empty: the database's.
        var tablespace: String
        var constraint: IndexConstraint?
        /// For a constraint that makes its index by itself.
        var options: String?

        /// Whether another index, under whatever name, is the same.
        func isLike(_ other: Index) -> Bool {
            definition == other.definition && isUnique == other.isUnique && tablespace == other.tablespace
        }
    }

    /// A constraint over an index; both have one name.
    struct IndexConstraint: Hashable, Sendable {
        /// Whether it makes its index by itself: EXCLUDE, WITHOUT OVERLAPS.
        var makesIndex: Bool
        /// What follows the constraint's name; the index's name goes between both unless it makes its own.
        var head: String
        var tail: String
    }

    /// A check or a foreign key.
    struct Constraint: Hashable, Sendable {
        var name: String
        /// What follows the name; the table's own name goes between both where a key refers to itself.
        var head: String
        var tail: String?
        var isValidated: Bool
        var isEnforced: Bool
        /// The table that a foreign key refers to, as SQL names it.
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
        /// What stands between the name and FROM.
        var definition: String
    }

    var isUnlogged: Bool
    var owner: String
    var accessMethod: String?
    var tablespace: String?
    var options: String?
    var columns: [Column]
    var indexes: [Index]
    /// Indexes that aren't valid, which nobody uses and that aren't made again.
    var invalidIndexes: [String]
    var constraints: [Constraint]
    var statistics: [Statistics]

    /// Reads it, in the connection's transaction, which `SQL.readDefinition` has prepared.
    init(of relation: TargetRelation, on target: isolated PostgresConnection) throws {
        let oid: [PostgresValue] = [.text(relation.oid)]
        guard let table = try target.query(SQL.definitionTable, oid).first else {
            throw Failure(.target, "a table went while its definition was read", hint: "Try again.")
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
