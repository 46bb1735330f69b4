package import Model
package import RowSource
import Text

/// How one source table is copied to its target: what workers need, and what must be created first.
package struct TablePlan: Sendable {
    package var spec: TableSpec
    /// The table to create as `spec.loadTable`; `nil` if rows go into an existing table, or one made like it.
    package var creates: TargetTable?
    /// Whether the load table is created unlogged and made logged when it is published.
    package var isUnlogged: Bool
    package var warnings: [String]

    /// The statement that creates the load table; `nil` if the table exists or is made like the target.
    package var createStatement: String? { creates?.createStatement(as: spec.loadTable, isUnlogged: isUnlogged) }

    /// The resulting target table for display, under its own name and with its key; `nil` if it stays as it is.
    package var definition: String? {
        guard let creates else { return nil }
        return [creates.createStatement(as: spec.target), creates.primaryKeyStatement(on: spec.target)]
            .compactMap { $0.map { $0 + ";" } }.joined(separator: "\n")
    }

    /// The input for planning a table.
    package struct Request: Sendable {
        package var relation: SourceRelation
        package var dialect: any SQLDialect
        package var target: QualifiedName
        package var settings: TableSettings
        /// What `columns(ofQuery:)` says of `expressionProbe`, in its order; empty without expressions.
        package var expressionColumns: [SourceColumn]
        /// The target table's columns; nil when there is no such table.
        package var existing: [ExistingColumn]?
        package var runID: String
        package var tableNumber: Int
        /// With `replace`: whether the new table is defined by the source or by the existing table.
        package var shape: TargetShape

        package init(
            relation: SourceRelation, dialect: any SQLDialect, target: QualifiedName, settings: TableSettings,
            expressionColumns: [SourceColumn] = [], existing: [ExistingColumn]? = nil, runID: String, tableNumber: Int,
            shape: TargetShape = .new
        ) {
            self.relation = relation
            self.dialect = dialect
            self.target = target
            self.settings = settings
            self.expressionColumns = expressionColumns
            self.existing = existing
            self.runID = runID
            self.tableNumber = tableNumber
            self.shape = shape
        }
    }

    /// The query with which the source describes the columns of expressions; `nil` if the table has none.
    package static func expressionProbe(
        _ relation: SourceRelation, rules: [String: ColumnRule], dialect: any SQLDialect
    ) -> String? {
        let items = expressions(relation, rules).map { "(\($0.expression)) AS \(dialect.quoted($0.name))" }
        return items.isEmpty ? nil : "SELECT \(items.joined(separator: ", ")) FROM \(relation.from)"
    }

    /// - Throws: `.configuration` for rules and keys that name no column, `.refused` if the target can't hold
    ///   something.
    package init(_ request: Request) throws(PlanningError) {
        let source = request.relation.name
        guard request.settings.mode != .upsert else {
            throw PlanningError(
                .configuration, table: source.description,
                message: "mode upsert isn't available yet; use replace, truncate or append")
        }
        guard !request.settings.isUnlogged || request.settings.mode.isStaged else {
            throw PlanningError(
                .configuration, table: source.description,
                message: """
                    unlogged is only possible in mode replace, which loads a separate table; use mode: replace, or \
                    set unlogged: false for this table
                    """)
        }
        isUnlogged = request.settings.isUnlogged
        let copied = try Self.copiedColumns(request)
        let (key, keyWarnings) = try Self.key(request, copied: copied)
        warnings = keyWarnings

        var columns: [ColumnSpec] = []
        var list = SelectList(request)
        if let existing = request.existing, !request.settings.mode.isStaged || request.shape.isKept {
            let matched: (pairs: [ColumnMatching.Pair], warnings: [String])
            do throws(PlanningError) {
                matched = try ColumnMatching.match(
                    source: copied.map(\.column.name), target: existing, sourceTable: source.description,
                    targetTable: request.target,
                    equivalents: Dictionary(
                        copied.compactMap { column in column.column.equivalent.map { (column.column.name, $0) } },
                        uniquingKeysWith: { first, _ in first }))
            } catch {
                throw request.settings.mode.isStaged ? error.orMadeAnew : error
            }
            warnings += matched.warnings
            let pairs = Dictionary(uniqueKeysWithValues: matched.pairs.map { ($0.source, $0) })
            for column in copied {
                guard let pair = pairs[column.column.name] else { continue }
                if let asked = column.type, asked != pair.type {
                    warnings.append(
                        "\(column.column.name): type \(asked.sql) isn't used, since \(request.target) is there and has "
                            + pair.target.formatType)
                }
                columns.append(list.append(column, target: pair.target.name, type: pair.type))
            }
            guard !columns.isEmpty else {
                throw PlanningError(
                    .configuration, table: source.description, message: "no column is left to copy")
            }
            creates = nil
        } else {
            for column in copied {
                let mapped = column.type.map { ($0, nil) } ?? TypeMapping.target(for: column.column)
                warnings += [mapped.1].compactMap(\.self)
                columns.append(list.append(column, target: column.column.name, type: mapped.0))
            }
            let neverNull = Self.neverNull(request, copied: copied).intersection(key)
            let table = TargetTable(
                name: request.target,
                columns: columns.map { column in
                    .init(
                        name: column.target, type: column.targetType, isNotNull: neverNull.contains(column.target))
                },
                primaryKey: key)
            try table.validate(source: source.description)
            creates = table
        }
        let isStaged = request.settings.mode.isStaged
        spec = TableSpec(
            source: source, target: request.target,
            loadTable: isStaged
                ? StagingName.table(target: request.target, runID: request.runID, tableNumber: request.tableNumber)
                : request.target,
            mode: request.settings.mode,
            select: list.select, from: request.relation.from, filter: request.settings.filter,
            columns: columns, primaryKey: creates == nil ? [] : key, batchRows: request.settings.batchRows)
        spec.reading = list.reading
        spec.fence = list.reading == nil ? nil : request.dialect.fence
        if isStaged { spec.shape = request.shape }
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

    private static func copiedColumns(_ request: Request) throws(PlanningError) -> [CopiedColumn] {
        let relation = request.relation
        let table = relation.name.description
        let names = relation.columns.map(\.name)
        let expressions = expressions(relation, request.settings.columns)
        let known = Set(names).union(expressions.map(\.name))
        if let name = request.settings.columns.keys.filter({ !known.contains($0) }).min() {
            throw PlanningError(
                .configuration, table: table,
                message: "columns names \(name), which doesn't exist\(NearestName.hint(for: name, among: names))")
        }
        guard expressions.count == request.expressionColumns.count else {
            throw PlanningError(
                .source, table: table,
                message: "the source returned another number of columns than there are expressions")
        }
        var computed: [String: CopiedColumn] = [:]
        for (expression, column) in zip(expressions, request.expressionColumns) {
            var column = column
            // Drivers may change the case of an alias.
            column.name = expression.name
            computed[expression.name] = CopiedColumn(
                column: column, type: try askedType(request, expression.name), expression: expression.expression)
        }
        var copied: [CopiedColumn] = []
        for column in relation.columns {
            if request.settings.columns[column.name] == .drop { continue }
            let type = try askedType(request, column.name)
            copied.append(computed[column.name] ?? CopiedColumn(column: column, type: type))
        }
        copied += expressions.filter { !names.contains($0.name) }.compactMap { computed[$0.name] }
        return copied
    }

    private static func askedType(_ request: Request, _ column: String) throws(PlanningError) -> TargetType? {
        guard case .copy(let text?, _) = request.settings.columns[column] else { return nil }
        guard let type = TargetType(parsing: text) else {
            throw PlanningError(
                .configuration, table: request.relation.name.description,
                message: "type \(text) of column \(column) is unknown; known: \(TargetType.knownSpellings)")
        }
        return type
    }

    /// Columns in which the source stores no NULL; what views and expressions compute may always be NULL.
    private static func neverNull(_ request: Request, copied: [CopiedColumn]) -> Set<String> {
        guard request.relation.table?.isView == false else { return [] }
        return Set(copied.filter { $0.expression == nil && !$0.column.isNullable }.map(\.column.name))
    }

    /// The target's key; a configured one must be complete, and the source's own is omitted if a part of it isn't
    /// copied.
    private static func key(
        _ request: Request, copied: [CopiedColumn]
    ) throws(PlanningError) -> (key: [String], warnings: [String]) {
        let names = copied.map(\.column.name)
        if let configured = request.settings.primaryKey {
            var key: [String] = []
            for name in configured {
                guard let match = NearestName.match(name, among: names) else {
                    throw PlanningError(
                        .configuration, table: request.relation.name.description,
                        message: """
                            primary_key names \(name), which isn't among the copied columns\
                            \(NearestName.hint(for: name, among: names))
                            """)
                }
                key.append(match)
            }
            return (key, [])
        }
        let declared = request.relation.table?.primaryKey ?? []
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
