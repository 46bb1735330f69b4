import Model

/// The differences between a staging table and the definition of the table it will replace: missing and surplus objects.
///
/// Always found by comparing both tables, never stored. So the successor of a killed coordinator continues where it
/// stopped, and changes that an owner makes in the meantime are carried over as well.
struct DefinitionGap: Sendable {
    private let target: TableDefinition
    private let staged: TableDefinition
    private let staging: QualifiedName

    init(target: TableDefinition, staged: TableDefinition, staging: QualifiedName) {
        self.target = target
        self.staged = staged
        self.staging = staging
    }

    var isEmpty: Bool {
        indexes.isEmpty && indexConstraints.isEmpty && constraints.isEmpty && statistics.isEmpty && surplus.isEmpty
            && !becomesUnlogged
    }

    /// Columns aren't compared: they are fixed when the staging table is created.
    var haveColumnsChanged: Bool { target.columns.map(\.definition) != staged.columns.map(\.definition) }

    var becomesUnlogged: Bool { target.isUnlogged && !staged.isUnlogged }

    /// Indexes to build.
    var indexes: [TableDefinition.Index] {
        target.indexes.filter { index in
            index.constraint?.makesIndex != true && copy(of: index)?.isLike(index) != true
        }
    }

    /// Constraints based on indexes, to add when the indexes exist.
    var indexConstraints: [TableDefinition.Index] {
        target.indexes.filter { index in
            index.constraint != nil && (copy(of: index)?.isLike(index) != true || copy(of: index)?.constraint == nil)
        }
    }

    /// Checks and foreign keys to add or to validate.
    var constraints: [TableDefinition.Constraint] {
        target.constraints.filter { constraint in
            guard let copy = staged.constraints.first(where: { $0.name == constraint.name }) else { return true }
            return !isLike(copy, constraint) || copy.isValidated != constraint.isValidated
        }
    }

    /// The members of `constraints` that already exist and only need to be validated.
    func isAdded(_ constraint: TableDefinition.Constraint) -> Bool {
        staged.constraints.contains { $0.name == constraint.name && isLike($0, constraint) }
    }

    var statistics: [TableDefinition.Statistics] {
        target.statistics.filter { statistics in
            !staged.statistics.contains { isCopy($0, of: statistics) }
        }
    }

    /// Statements that remove what the target doesn't have, or now defines differently.
    var surplus: [Statement] {
        let table = staging.postgresQuoted
        var statements: [Statement] = []
        for index in staged.indexes where !target.indexes.contains(where: { isCopy(index, of: $0) }) {
            let name = PostgresIdentifier.quoted(index.name)
            let drop =
                index.constraint == nil
                ? "DROP INDEX \(QualifiedName(schema: staging.schema, name: index.name).postgresQuoted)"
                : "ALTER TABLE \(table) DROP CONSTRAINT \(name)"
            statements.append(Statement(name: "drop_index", text: drop))
        }
        for constraint in staged.constraints
        where !target.constraints.contains(where: { $0.name == constraint.name && isLike(constraint, $0) }) {
            let name = PostgresIdentifier.quoted(constraint.name)
            statements.append(Statement(name: "drop_constraint", text: "ALTER TABLE \(table) DROP CONSTRAINT \(name)"))
        }
        for one in staged.statistics where !target.statistics.contains(where: { isCopy(one, of: $0) }) {
            let name = QualifiedName(schema: one.schema, name: one.name).postgresQuoted
            statements.append(Statement(name: "drop_statistics", text: "DROP STATISTICS \(name)"))
        }
        return statements
    }

    private func copy(of index: TableDefinition.Index) -> TableDefinition.Index? {
        staged.indexes.first { $0.name == StagedName.part(staging, like: index.oid) }
    }

    private func isCopy(_ copy: TableDefinition.Index, of index: TableDefinition.Index) -> Bool {
        copy.name == StagedName.part(staging, like: index.oid) && copy.isLike(index)
            && (copy.constraint == index.constraint || copy.constraint == nil)
    }

    private func isCopy(_ copy: TableDefinition.Statistics, of statistics: TableDefinition.Statistics) -> Bool {
        copy.name == StagedName.part(staging, like: statistics.oid) && copy.schema == statistics.schema
            && copy.definition == statistics.definition
    }

    private func isLike(_ one: TableDefinition.Constraint, _ other: TableDefinition.Constraint) -> Bool {
        one.head == other.head && one.tail == other.tail && one.isEnforced == other.isEnforced
            && (!one.isValidated || other.isValidated)
    }
}
