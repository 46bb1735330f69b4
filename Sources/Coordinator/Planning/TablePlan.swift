package import Model
package import RowSource
import Text

/// How one source table is copied to its target: what workers need, and what must be created first.
package struct TablePlan: Sendable {
    package var spec: TableSpec
    /// The table to create as `spec.loadTable`; `nil` if rows go into an existing table, or one made like it.
    package var creates: TargetTable?
    /// The table's settings.
    package let settings: TableSettings
    package var warnings: [String]
    /// What to ask the source about the keys of the target.
    package let keyChecks: [KeyCheck]

    /// The statement that creates the load table; `nil` if the table exists or is made like the target.
    package var createStatement: String? {
        creates?.createStatement(as: spec.loadTable, isUnlogged: settings.isUnlogged)
    }

    /// The resulting target table for display, under its own name and with its key; `nil` if it stays as it is.
    package var definition: String? {
        guard let creates else { return nil }
        return [creates.createStatement(as: spec.target), creates.primaryKeyStatement(on: spec.target)]
            .compactMap { $0.map { $0 + ";" } }.joined(separator: "\n")
    }

    /// The query with which the source describes the columns of expressions; `nil` if the table has none.
    package static func expressionProbe(
        _ relation: SourceRelation, rules: [String: ColumnRule], dialect: any SQLDialect
    ) -> String? {
        let items = expressions(relation, rules).map { "(\($0.expression)) AS \(dialect.quoted($0.name))" }
        return items.isEmpty ? nil : "SELECT \(items.joined(separator: ", ")) FROM \(relation.from)"
    }

    /// - Parameters:
    ///   - expressionColumns: the columns that `columns(ofQuery:)` returns for `expressionProbe`, in its order; empty
    ///     without expressions.
    ///   - existing: the target table; `nil` if there is none.
    ///   - number: the table's number within the run.
    /// - Throws: `.configuration` for rules and keys that name no column, `.refused` if the target can't hold
    ///   something.
    package init(
        _ table: TableConfiguration, relation: SourceRelation, dialect: any SQLDialect,
        expressionColumns: [SourceColumn] = [], existing: ExistingTable? = nil, runID: String, number: Int
    ) throws(PlanningError) {
        settings = table.settings
        try Self.check(settings, of: relation.name)
        let copied = try Self.copiedColumns(relation, settings.columns, expressionColumns)
        let (key, keyWarnings) = try Self.key(
            configured: settings.primaryKey, declared: relation.table?.primaryKey ?? [],
            copied: copied.map(\.column.name), of: relation.name)
        warnings = keyWarnings

        var keyChecks: [KeyCheck] = []
        func check(_ key: [String], isOfTarget: Bool, refusesNull: Bool) {
            let parts = key.compactMap { name in copied.first { $0.column.name == name } }
            guard table.settings.keyCheck != .off, parts.count == key.count else { return }
            let check = KeyCheck(
                parts, of: relation, filter: table.settings.filter, dialect: dialect, isOfTarget: isOfTarget,
                refusesNull: refusesNull)
            keyChecks += [check].compactMap(\.self)
        }

        var columns: [ColumnSpec] = []
        var list = SelectList(relation, dialect: dialect)
        if let existing, existing.isFilled(by: settings.mode) {
            let matched = try Self.match(copied, of: relation.name, to: existing, table)
            warnings += matched.warnings
            let pairs = Dictionary(uniqueKeysWithValues: matched.pairs.map { ($0.source, $0) })
            for column in copied {
                guard let pair = pairs[column.column.name] else { continue }
                if let asked = column.type, asked != pair.type {
                    warnings.append(
                        "\(column.column.name): type \(asked.sql) isn't used, since \(table.target) is there and has "
                            + pair.target.formatType)
                }
                columns.append(list.append(column, target: pair.target.name, type: pair.type))
            }
            guard !columns.isEmpty else {
                throw PlanningError(
                    .configuration, table: relation.name.description, message: "no column is left to copy")
            }
            creates = nil
            let sources = Dictionary(uniqueKeysWithValues: columns.map { ($0.target, $0.source) })
            for key in existing.keys {
                check(
                    key.columns.map { sources[$0] ?? "" }, isOfTarget: true, refusesNull: key.refusesNull)
            }
        } else {
            for column in copied {
                let mapped = column.type.map { ($0, nil) } ?? TypeMapping.target(for: column.column)
                warnings += [mapped.1].compactMap(\.self)
                columns.append(list.append(column, target: column.column.name, type: mapped.0))
            }
            let neverNull = Self.neverNull(relation, copied: copied).intersection(key)
            let created = TargetTable(
                name: table.target,
                columns: columns.map { column in
                    .init(
                        name: column.target, type: column.targetType, isNotNull: neverNull.contains(column.target))
                },
                primaryKey: key)
            try created.validate(source: relation.name.description)
            creates = created
            check(key, isOfTarget: false, refusesNull: true)
        }
        self.keyChecks = keyChecks
        let isStaged = settings.mode.isStaged
        spec = TableSpec(
            source: relation.name, target: table.target,
            loadTable: isStaged
                ? StagingName.table(target: table.target, runID: runID, tableNumber: number) : table.target,
            mode: settings.mode,
            select: list.select, from: relation.from, filter: settings.filter,
            columns: columns, primaryKey: creates == nil ? [] : key, batch: settings.batch)
        spec.reading = list.reading
        spec.fence = list.reading == nil ? nil : dialect.fence
        spec.holdsUserSQL = table.holdsUserSQL
        spec.computedColumns = copied.filter { $0.expression != nil }.map(\.column.name)
        if isStaged { spec.shape = existing?.shape ?? .new }
    }

    private static func check(_ settings: TableSettings, of source: QualifiedName) throws(PlanningError) {
        guard settings.mode != .upsert else {
            throw PlanningError(
                .configuration, table: source.description,
                message: "mode upsert isn't available yet; use replace, truncate or append")
        }
        guard !settings.isUnlogged || settings.mode.isStaged else {
            throw PlanningError(
                .configuration, table: source.description,
                message: """
                    unlogged is only possible in mode replace, which loads a separate table; use mode: replace, or \
                    set unlogged: false for this table
                    """)
        }
    }

    // MARK: - Columns

    /// A column to copy.
    struct CopiedColumn {
        var column: SourceColumn
        /// The type requested by the user.
        var type: TargetType?
        /// The user's expression in the source's SQL; `nil` for a column of the relation.
        var expression: String?
    }

    /// Expressions in the order of the table's columns, followed by those for added columns, sorted by name.
    static func expressions(
        _ relation: SourceRelation, _ rules: [String: ColumnRule]
    ) -> [(name: String, expression: String)] {
        let own = relation.columns.map(\.name)
        let added = rules.keys.filter { !own.contains($0) }.sorted()
        return (own + added).compactMap { name in
            guard case .copy(_, let expression?) = rules[name] else { return nil }
            return (name, expression)
        }
    }

    private static func match(
        _ copied: [CopiedColumn], of source: QualifiedName, to existing: ExistingTable, _ table: TableConfiguration
    ) throws(PlanningError) -> (pairs: [ColumnMatching.Pair], warnings: [String]) {
        do throws(PlanningError) {
            return try ColumnMatching.match(
                source: copied.map(\.column.name), target: existing.columns, sourceTable: source.description,
                targetTable: table.target,
                equivalents: Dictionary(
                    copied.compactMap { column in column.column.equivalent.map { (column.column.name, $0) } },
                    uniquingKeysWith: { first, _ in first }))
        } catch {
            throw table.settings.mode.isStaged ? error.orMadeAnew : error
        }
    }

    private static func copiedColumns(
        _ relation: SourceRelation, _ rules: [String: ColumnRule], _ expressionColumns: [SourceColumn]
    ) throws(PlanningError) -> [CopiedColumn] {
        let table = relation.name.description
        let names = relation.columns.map(\.name)
        let expressions = expressions(relation, rules)
        let known = Set(names).union(expressions.map(\.name))
        if let name = rules.keys.filter({ !known.contains($0) }).min() {
            throw PlanningError(
                .configuration, table: table,
                message: "columns names \(name), which doesn't exist\(NearestName.hint(for: name, among: names))")
        }
        guard expressions.count == expressionColumns.count else {
            throw PlanningError(
                .source, table: table,
                message: "the source returned another number of columns than there are expressions")
        }
        var computed: [String: CopiedColumn] = [:]
        for (expression, column) in zip(expressions, expressionColumns) {
            var column = column
            // Drivers may change the case of an alias.
            column.name = expression.name
            computed[expression.name] = CopiedColumn(
                column: column, type: try askedType(relation, rules, expression.name), expression: expression.expression
            )
        }
        var copied: [CopiedColumn] = []
        for column in relation.columns {
            if rules[column.name] == .drop { continue }
            let type = try askedType(relation, rules, column.name)
            copied.append(computed[column.name] ?? CopiedColumn(column: column, type: type))
        }
        copied += expressions.filter { !names.contains($0.name) }.compactMap { computed[$0.name] }
        return copied
    }

    private static func askedType(
        _ relation: SourceRelation, _ rules: [String: ColumnRule], _ column: String
    ) throws(PlanningError) -> TargetType? {
        guard case .copy(let text?, _) = rules[column] else { return nil }
        guard let type = TargetType(parsing: text) else {
            throw PlanningError(
                .configuration, table: relation.name.description,
                message: "type \(text) of column \(column) is unknown; known: \(TargetType.knownSpellings)")
        }
        return type
    }

    /// Columns in which the source stores no NULL; what views and expressions compute may always be NULL.
    private static func neverNull(_ relation: SourceRelation, copied: [CopiedColumn]) -> Set<String> {
        guard relation.table?.isView == false else { return [] }
        return Set(copied.filter { $0.expression == nil && !$0.column.isNullable }.map(\.column.name))
    }

    /// The target's key; a configured one must be complete, and the source's own is omitted if a part of it isn't
    /// copied.
    ///
    /// - Parameters:
    ///   - configured: `nil` for the key that the source declares.
    ///   - declared: empty if the source declares none.
    ///   - names: the copied columns.
    package static func key(
        configured: [String]?, declared: [String], copied names: [String], of source: QualifiedName
    ) throws(PlanningError) -> (key: [String], warnings: [String]) {
        if let configured {
            var key: [String] = []
            for name in configured {
                guard let match = NearestName.match(name, among: names) else {
                    throw PlanningError(
                        .configuration, table: source.description,
                        message: """
                            primary_key names \(name), which isn't among the copied columns\
                            \(NearestName.hint(for: name, among: names))
                            """)
                }
                key.append(match)
            }
            return (key, [])
        }
        let lost = declared.filter { !names.contains($0) }
        guard !lost.isEmpty else { return (declared, []) }
        return ([], ["the target gets no primary key, because \(lost.joined(separator: ", ")) isn't copied"])
    }
}

extension PlanningError {
    /// Adds the remedy that `replace` offers besides those of `append`.
    fileprivate var orMadeAnew: PlanningError {
        var error = self
        error.message += "; or set definition: source, which creates the table anew"
        return error
    }
}
