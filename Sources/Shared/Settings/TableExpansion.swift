package import Model
import Text

/// Matches the entries of a configuration with the table names in the source's catalogue.
///
/// A table named by an exact entry belongs to that entry; every other table belongs to the first pattern that matches
/// it. Names are compared case-sensitively, and if nothing matches, case-insensitively.
///
/// The rows of a partition belong to its parent. An exact entry may name a partition; a pattern matches one only if
/// none of its ancestors is copied or left out by the pattern. Tables that the system keeps for others are copied only
/// if an exact entry names them.
struct TableExpansion {
    private let configuration: Configuration
    private let available: [QualifiedName]
    private let trees: TableTrees
    private let partitions: [QualifiedName]
    private let internals: [QualifiedName]
    private let log = ProblemLog()
    private var tables: [TableConfiguration] = []

    init(
        _ configuration: Configuration, available: [QualifiedName], trees: TableTrees, internals: [QualifiedName]
    ) {
        self.configuration = configuration
        self.internals = internals
        self.available = Array(Set(available)).sorted { $0.description < $1.description }
        self.trees = trees
        partitions = Set(trees.partitions.keys).subtracting(available).sorted { $0.description < $1.description }
    }

    mutating func expand() throws(ConfigurationError) -> [TableConfiguration] {
        let exact = configuration.entries.map(exactMatch)
        let named = Set(exact.compactMap(\.self))
        let orphans = orphans(beside: named)
        var taken = named
        for (entry, match) in zip(configuration.entries, exact) {
            switch entry.selection {
            case .query(let query): add(.query(query), entry, under: nil)
            case .table: if let match { add(.table(match), entry, under: patternEntry(over: match)) }
            case .pattern(let pattern):
                let parts = matches(of: pattern, among: partitions)
                let whole = matches(of: pattern, among: available)
                let matches = without(entry.exclude, whole + parts.filter(orphans.contains))
                if whole.isEmpty, parts.isEmpty { reportUnmatched(entry, pattern) }
                if matches.isEmpty, !whole.isEmpty {
                    report(entry, "exclude leaves out all tables that \(pattern) matches")
                    continue
                }
                if matches.isEmpty, !parts.isEmpty, !parts.contains(where: named.contains) {
                    report(
                        entry,
                        "\(pattern) matches partitions alone, whose rows are moved with their parents'; "
                            + "remove it, or name a partition without * and ? to move it by itself")
                }
                let free = matches.filter { !taken.contains($0) }
                if free.isEmpty, !matches.isEmpty, !matches.contains(where: named.contains) {
                    report(entry, "all tables that \(pattern) matches belong to an earlier pattern; remove one of them")
                }
                for name in free { add(.table(name), nil, under: entry) }
                taken.formUnion(free)
            }
        }
        reportCollisions()
        try log.throwIfAny()
        return tables
    }

    private mutating func add(_ source: TableSource, _ entry: TableEntry?, under pattern: TableEntry?) {
        guard let owner = entry ?? pattern, let selection = owner.target ?? pattern?.target else { return }
        let target: QualifiedName
        switch (selection, source) {
        case (.table(let name), _): target = name
        case (.schema(let schema), .table(let name)): target = QualifiedName(schema: schema, name: name.name)
        case (.schema, .query): return
        }
        let settings = configuration.layers.settings(owner, under: entry == nil ? nil : pattern)
        tables.append(TableConfiguration(source: source, target: target, settings: settings))
    }

    private func patternEntry(over name: QualifiedName) -> TableEntry? {
        configuration.entries.first { entry in
            guard case .pattern(let pattern) = entry.selection else { return false }
            return without(entry.exclude, matches(of: pattern, among: available + partitions + internals))
                .contains(name)
        }
    }

    /// The names that none of the exclusions names.
    private func without(_ exclusions: [String], _ names: [QualifiedName]) -> [QualifiedName] {
        guard !exclusions.isEmpty else { return names }
        let excluded = Set(
            exclusions.flatMap { text in
                guard !NameText.isPattern(text), let name = NameText.qualifiedName(text) else {
                    return matches(of: text, among: names)
                }
                return exactMatches(name, among: names)
            })
        return names.filter { !excluded.contains($0) }
    }

    private func matches(of pattern: String, among names: [QualifiedName]) -> [QualifiedName] {
        let exact = names.filter { NameText.matches($0, pattern: pattern) }
        guard exact.isEmpty else { return exact }
        return names.filter { NameText.matches($0.lowercased, pattern: pattern.lowercased()) }
    }

    /// Partitions that match a pattern and whose rows aren't part of anything else that is copied.
    private func orphans(beside named: Set<QualifiedName>) -> Set<QualifiedName> {
        guard !partitions.isEmpty else { return [] }
        let patterns = configuration.entries.compactMap { entry in
            if case .pattern(let pattern) = entry.selection { pattern } else { nil }
        }
        var moved = named
        for pattern in patterns { moved.formUnion(matches(of: pattern, among: available)) }
        let matched = Set(patterns.flatMap { matches(of: $0, among: partitions) })
        return matched.filter { trees.ancestors(of: $0).isDisjoint(with: moved.union(matched)) }
    }

    /// The table named by an exact entry; `nil` for other entries, and after reporting a problem.
    private func exactMatch(_ entry: TableEntry) -> QualifiedName? {
        guard case .table(let wanted) = entry.selection else { return nil }
        var matches = exactMatches(wanted, among: available)
        if matches.isEmpty { matches = exactMatches(wanted, among: partitions) }
        if matches.isEmpty { matches = exactMatches(wanted, among: internals) }
        if matches.isEmpty { reportUnmatched(entry, wanted.description) }
        if matches.count > 1 {
            report(entry, "\(wanted) may be any of \(list(matches)); write it with its schema, as spelled there")
        }
        return matches.count == 1 ? matches.first : nil
    }

    private func exactMatches(_ wanted: QualifiedName, among names: [QualifiedName]) -> [QualifiedName] {
        let matches = names.filter { $0 == QualifiedName(schema: wanted.schema ?? $0.schema, name: wanted.name) }
        guard matches.isEmpty else { return matches }
        // Compared as texts, because an é may be one scalar in one name and two in the other.
        let folded = wanted.lowercased
        return names.filter { name in
            let name = name.lowercased
            return name.name == folded.name && (folded.schema == nil || name.schema == folded.schema)
        }
    }

    private func reportUnmatched(_ entry: TableEntry, _ wanted: String) {
        let hasDot = wanted.contains(".")
        let nearest = NearestName.candidates(
            for: wanted, among: available.map { hasDot ? $0.description : $0.name }, limit: 3)
        let hint =
            nearest.isEmpty
            ? "`snowmelt discover` lists what this user sees" : "did you mean \(nearest.joined(separator: " or "))?"
        report(entry, "no table or view of the source matches \(wanted); \(hint)")
    }

    /// Reports targets that are the same table to PostgreSQL, and truncates names as PostgreSQL does.
    private mutating func reportCollisions() {
        for (target, tables) in Dictionary(grouping: tables, by: { IdentifierLimit.cut($0.target) })
        where tables.count > 1 {
            let sources = tables.map { Self.name($0.source) }.sorted().joined(separator: ", ")
            let names = Set(tables.map(\.target))
            let message =
                names.count == 1
                ? "\(sources) would all land in \(target); give each a target of its own"
                : "\(list(names.sorted { $0.description < $1.description })) are one name to PostgreSQL, which keeps "
                    + "\(IdentifierLimit.bytes) bytes (\(target)); give each a shorter target"
            log.add(ConfigurationProblem(origin: configuration.file, setting: "tables", message: message))
        }
        tables = tables.map { table in
            var table = table
            table.target = IdentifierLimit.cut(table.target)
            return table
        }
    }

    private func report(_ entry: TableEntry, _ message: String) {
        log.add(
            ConfigurationProblem(
                origin: configuration.file, position: entry.position, setting: "tables[\(entry.index)].source",
                message: message))
    }

    private func list(_ names: [QualifiedName]) -> String {
        names.map(\.description).joined(separator: ", ")
    }

    private static func name(_ source: TableSource) -> String {
        switch source {
        case .table(let name): name.description
        case .query: "a query"
        }
    }
}

extension QualifiedName {
    var lowercased: QualifiedName {
        QualifiedName(schema: schema?.lowercased(), name: name.lowercased())
    }
}

extension Configuration {
    /// The tables of a run: patterns matched with the source's catalogue, targets final.
    ///
    /// Throws for entries that match nothing or are ambiguous, and for targets that collide. Handles listings of tens
    /// of thousands of names.
    ///
    /// - Parameters:
    ///   - trees: the source's partition trees; partitions aren't part of `available`.
    ///   - internals: tables that the source keeps for others; they aren't part of `available`, either.
    package func tables(
        matching available: [QualifiedName], in trees: TableTrees = TableTrees(), internals: [QualifiedName] = []
    ) throws(ConfigurationError) -> [TableConfiguration] {
        var expansion = TableExpansion(self, available: available, trees: trees, internals: internals)
        return try expansion.expand()
    }
}
