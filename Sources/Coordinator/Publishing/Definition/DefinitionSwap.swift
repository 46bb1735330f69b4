import Model
import Postgres
import Statements

/// Replaces a target by its staging table, and carries over everything that refers to the target.
///
/// This happens in one transaction, so that nobody ever sees a table without its policies, or a view of the old rows.
/// Everything to carry over is read under the locks taken here, so that no concurrent change is lost. Definitions are
/// read before the tables are renamed; afterwards they would name the old table.
struct DefinitionSwap: Sendable {
    let target: QualifiedName
    let staging: QualifiedName
    let shape: TargetShape
    /// The total time to wait for locks.
    let wait: Duration

    /// The definition has changed since the staging table was prepared: build the differences, then try again.
    struct Changed: Error {}

    /// The old table's definition, read while nobody else can change it.
    private struct Old {
        var relation: TargetRelation
        var definition: TableDefinition
        var dependents: [Dependent]
        var privileges: TablePrivileges
        var sequences: [ColumnSequence]
        var attachments: [Statement]
    }

    /// Swaps the tables in the connection's transaction; returns the foreign keys to validate afterwards.
    ///
    /// Throws 55P03 if the locks aren't granted in time.
    func perform(on connection: isolated PostgresConnection) throws -> [UnvalidatedKey] {
        _ = try connection.query(SQL.readDefinition)
        try lock(on: connection)
        guard try DefinitionBuild.gap(target: target, staging: staging, on: connection).isEmpty else { throw Changed() }
        let old = try read(on: connection)
        try Dependent.check(old.dependents, of: target, shape: shape)
        try takeOff(old, on: connection)
        let ownSequences = try rename(old, on: connection)
        try handOver(old.sequences, ownSequences, on: connection)
        for dependent in old.dependents {
            guard let makes = dependent.makes else { continue }
            try connection.executeScript(Statement(name: "carry_dependent", text: makes))
        }
        let oldName = QualifiedName(schema: target.schema, name: StagedName.old(staging))
        try run("DROP TABLE \(oldName.postgresQuoted)", "drop_replaced_table", on: connection)
        try renameParts(old.definition, on: connection)
        for attachment in old.attachments { try connection.execute(attachment) }
        try old.privileges.grant(on: connection)
        return old.dependents.compactMap { dependent in
            guard dependent.isValidKey, let relation = dependent.relation, let name = dependent.keyName else {
                return nil
            }
            return UnvalidatedKey(relation: relation, name: name)
        }
    }

    /// Takes the locks in the same order as readers and writers do: a view before its table, a table before the tables
    /// that its keys refer to.
    private func lock(on connection: isolated PostgresConnection) throws {
        guard let relation = try TargetCatalogue.relation(target, on: connection) else {
            throw Failure(
                .refused, "\(target) was there when the run was planned and no longer exists; its definition is lost",
                hint: "Create it again, then `snowmelt publish RUN`; or cancel the run and start again.")
        }
        let dependents = try Dependent.all(of: relation, staging: staging, on: connection)
        try Dependent.check(dependents, of: target, shape: shape)
        let end = ContinuousClock.now + wait
        var locked: Set<String> = []
        for dependent in dependents.sorted(by: { $0.isView && !$1.isView }) {
            guard let relation = dependent.relation, locked.insert(relation).inserted else { continue }
            // LOCK TABLE on a view would lock all its tables. This statement changes nothing, and locks only the view.
            let text =
                dependent.isView
                ? "ALTER VIEW \(relation) OWNER TO \(PostgresIdentifier.quoted(dependent.owner))"
                : "LOCK TABLE ONLY \(relation) IN ACCESS EXCLUSIVE MODE"
            try lock(text, until: end, on: connection)
        }
        try lock("LOCK TABLE ONLY \(target.postgresQuoted) IN ACCESS EXCLUSIVE MODE", until: end, on: connection)
    }

    private func lock(
        _ text: String, until end: ContinuousClock.Instant, on connection: isolated PostgresConnection
    ) throws {
        let rest = max(1, Int((end - ContinuousClock.now) / .milliseconds(1)))
        _ = try connection.query(SQL.applySettings, [.text(#"{"lock_timeout": "\#(rest)ms"}"#)])
        try run(text, "lock_table", on: connection)
    }

    private func read(on connection: isolated PostgresConnection) throws -> Old {
        guard let relation = try TargetCatalogue.relation(target, on: connection) else { throw Changed() }
        return Old(
            relation: relation, definition: try TableDefinition(of: relation, on: connection),
            dependents: try Dependent.all(of: relation, staging: staging, on: connection),
            privileges: try TablePrivileges(of: relation, on: connection),
            sequences: try ColumnSequence.all(of: relation, on: connection),
            attachments: try connection.query(SQL.definitionAttachments, [.text(relation.oid)]).map { row in
                Statement(name: "attach", text: try row.string("statement"))
            })
    }

    /// Removes dependents that prevent dropping the old table, and objects on other tables that belong to it.
    private func takeOff(_ old: Old, on connection: isolated PostgresConnection) throws {
        for key in old.definition.constraints where key.referenced != nil && key.tail == nil {
            try run(
                "ALTER TABLE \(target.postgresQuoted) DROP CONSTRAINT \(PostgresIdentifier.quoted(key.name))",
                "drop_constraint", on: connection)
        }
        for removal in old.dependents.compactMap(\.removal) { try run(removal, "take_off_dependent", on: connection) }
    }

    /// Gives the new table and its identities' sequences the old names; returns the new sequences.
    private func rename(_ old: Old, on connection: isolated PostgresConnection) throws -> [ColumnSequence] {
        let oldName = QualifiedName(schema: target.schema, name: StagedName.old(staging))
        try rename("TABLE", target, to: oldName.name, on: connection)
        try rename("TABLE", staging, to: target.name, on: connection)
        guard let relation = try TargetCatalogue.relation(target, on: connection) else { throw Changed() }
        let settings = old.definition.columns.compactMap(\.settings)
        if !settings.isEmpty {
            try run(
                "ALTER TABLE \(target.postgresQuoted) \(settings.joined(separator: ", "))", "set_columns",
                on: connection)
        }
        if let options = old.definition.options {
            try run("ALTER TABLE \(target.postgresQuoted) SET (\(options))", "set_table", on: connection)
        }
        return try ColumnSequence.all(of: relation, on: connection)
    }

    private func handOver(
        _ sequences: [ColumnSequence], _ new: [ColumnSequence], on connection: isolated PostgresConnection
    ) throws {
        for sequence in sequences where sequence.isOwned {
            let column = PostgresIdentifier.quoted(sequence.column)
            try run(
                "ALTER SEQUENCE \(sequence.name.postgresQuoted) OWNED BY \(target.postgresQuoted).\(column)",
                "hand_over_sequence", on: connection)
        }
        for sequence in sequences where sequence.isIdentity {
            guard var copy = new.first(where: { $0.column == sequence.column && $0.isIdentity }) else { continue }
            let position = try sequence.position(on: connection)
            try rename(
                "SEQUENCE", sequence.name, to: StagedName.oldSequence(staging, oid: sequence.oid), on: connection)
            try rename("SEQUENCE", copy.name, to: sequence.name.name, on: connection)
            copy.name = sequence.name
            if position.isTaken { _ = try copy.advance(past: position.last, on: connection) }
        }
    }

    /// Gives indexes, constraints and statistics the names that the old table's had.
    private func renameParts(_ definition: TableDefinition, on connection: isolated PostgresConnection) throws {
        for index in definition.indexes {
            let staged = QualifiedName(schema: target.schema, name: StagedName.part(staging, like: index.oid))
            // Renaming the index also renames its constraint.
            try rename("INDEX", staged, to: index.name, on: connection)
        }
        for statistics in definition.statistics {
            let staged = QualifiedName(
                schema: statistics.schema, name: StagedName.part(staging, like: statistics.oid))
            try rename("STATISTICS", staged, to: statistics.name, on: connection)
            let name = QualifiedName(schema: statistics.schema, name: statistics.name).postgresQuoted
            try run(
                "ALTER STATISTICS \(name) OWNER TO \(PostgresIdentifier.quoted(statistics.owner))", "set_owner",
                on: connection)
        }
    }

    private func rename(
        _ kind: String, _ name: QualifiedName, to new: String, on connection: isolated PostgresConnection
    ) throws {
        try run(
            "ALTER \(kind) \(name.postgresQuoted) RENAME TO \(PostgresIdentifier.quoted(new))", "rename", on: connection
        )
    }

    private func run(_ text: String, _ name: String, on connection: isolated PostgresConnection) throws {
        try connection.execute(Statement(name: name, text: text), deadline: .seconds(300))
    }
}
