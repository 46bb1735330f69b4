package import Model

/// Pairs the columns to copy with those of an existing target table.
package enum ColumnMatching {
    package struct Pair: Hashable, Sendable {
        /// The column's name in the source.
        package var source: String
        package var target: ExistingColumn
        package var type: TargetType
    }

    /// Pairs columns by exact name, otherwise by a name that differs only in letter case and is unique on both sides.
    ///
    /// Generated target columns are left out, with a warning. `equivalents` are the PostgreSQL types that source
    /// columns already have, by name: a type that Snowmelt only passes on goes into a column of the same type.
    ///
    /// - Throws: `.refused` for a source column without a target column, a NOT NULL target column without default that
    ///   the source lacks, and a target type that Snowmelt can't write.
    package static func match(
        source names: [String], target: [ExistingColumn], sourceTable: String, targetTable: QualifiedName,
        equivalents: [String: TargetType] = [:]
    ) throws(PlanningError) -> (pairs: [Pair], warnings: [String]) {
        func refused(_ message: String) -> PlanningError {
            PlanningError(.refused, table: sourceTable, message: message)
        }
        var pairs: [Pair] = []
        var missing: [String] = []
        var unwritable: [String] = []
        var generated: [String] = []
        var taken: Set<String> = []
        for name in names {
            guard let column = counterpart(of: name, among: target, names: names) else {
                missing.append(name)
                continue
            }
            guard taken.insert(column.name).inserted else {
                throw refused("two columns would be copied to \(column.name) of \(targetTable); drop one")
            }
            if column.isGenerated {
                generated.append(column.name)
            } else if let type = column.type ?? handedOn(equivalents[name], to: column) {
                pairs.append(Pair(source: name, target: column, type: type))
            } else {
                unwritable.append("\(column.name) (\(column.formatType))")
            }
        }
        if !missing.isEmpty {
            throw refused(
                """
                \(targetTable) has no column \(missing.joined(separator: ", ")); add it there, or leave it out with \
                columns: {\(missing.map { "\($0): {drop: true}" }.joined(separator: ", "))}
                """)
        }
        if !unwritable.isEmpty {
            throw refused(
                """
                Snowmelt can't write \(unwritable.joined(separator: ", ")) of \(targetTable); leave it out with \
                columns: {name: {drop: true}}, or change its type
                """)
        }
        let unfilled = target.filter { $0.isNotNull && !$0.hasDefault && !$0.isGenerated && !taken.contains($0.name) }
        if !unfilled.isEmpty {
            throw refused(
                """
                \(unfilled.map(\.name).joined(separator: ", ")) of \(targetTable) is NOT NULL and the source has no \
                such column; give it a default, or add it with columns: {\(unfilled[0].name): {expr: …}}
                """)
        }
        let warnings =
            generated.isEmpty
            ? []
            : ["\(targetTable) computes \(generated.joined(separator: ", ")) itself; the source's values aren't copied"]
        return (pairs, warnings)
    }

    private static func handedOn(_ equivalent: TargetType?, to column: ExistingColumn) -> TargetType? {
        guard case .builtIn(let name) = equivalent,
            name == column.formatType || name == BuiltInType.withoutLength(column.formatType)
        else { return nil }
        return equivalent
    }

    private static func counterpart(
        of name: String, among target: [ExistingColumn], names: [String]
    ) -> ExistingColumn? {
        if let exact = target.first(where: { $0.name == name }) { return exact }
        let folded = name.lowercased()
        let alike = target.filter { $0.name.lowercased() == folded }
        guard alike.count == 1, names.filter({ $0.lowercased() == folded }).count == 1 else { return nil }
        return alike[0]
    }
}
