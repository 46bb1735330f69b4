package import Model

/// Expands the entries of a configuration against the names that the source's catalogue lists.
///
/// A table that an exact entry names belongs to that entry; every other table belongs to the first pattern that matches
/// it. Names are compared as they are spelled, and where nothing matches, without regard to case.
struct TableExpansion {
    private let configuration: Configuration
    private let available: [QualifiedName]
    private let log = ProblemLog()
    private var tables: [TableConfiguration] = []

    init(_ configuration: Configuration, available: [QualifiedName]) {
        self.configuration = configuration
        self.available = Array(Set(available)).sorted { $0.description < $1.description }
    }

    mutating func expand() throws(ConfigurationError) -> [TableConfiguration] {
        let exact = configuration.entries.map(exactMatch)
        let named = Set(exact.compactMap(\.self))
        var taken = named
        for (entry, match) in zip(configuration.entries, exact) {
            switch entry.selection {
            case .query(let query): add(.query(query), entry, under: nil)
            case .table: if let match { add(.table(match), entry, under: patternEntry(over: match)) }
            case .pattern(let pattern):
                let matches = matches(of: pattern)
                if matches.isEmpty { reportUnmatched(entry, pattern) }
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
            return matches(of: pattern).contains(name)
        }
    }

    private func matches(of pattern: String) -> [QualifiedName] {
        let exact = available.filter { NameText.matches($0, pattern: pattern) }
        guard exact.isEmpty else { return exact }
        return available.filter { NameText.matches($0.lowercased, pattern: pattern.lowercased()) }
    }

    /// The table that an exact entry names; nil for another kind of entry, and where it is reported.
    private func exactMatch(_ entry: TableEntry) -> QualifiedName? {
        guard case .table(let wanted) = entry.selection else { return nil }
        let hasSchema = wanted.schema != nil
        var matches = available.filter { hasSchema ? $0 == wanted : $0.name == wanted.name }
        if matches.isEmpty {
            let folded = wanted.lowercased
            matches = available.filter { hasSchema ? $0.lowercased == folded : $0.lowercased.name == folded.name }
        }
        if matches.isEmpty { reportUnmatched(entry, wanted.description) }
        if matches.count > 1 {
            report(entry, "\(wanted) may be any of \(list(matches)); write it with its schema, as spelled there")
        }
        return matches.count == 1 ? matches.first : nil
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

    /// Reports targets that are one table to PostgreSQL, and cuts every name to what PostgreSQL keeps.
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
    fileprivate var lowercased: QualifiedName {
        QualifiedName(schema: schema?.lowercased(), name: name.lowercased())
    }
}

extension Configuration {
    /// The tables of a run: patterns expanded against the source's catalogue, targets final.
    ///
    /// Throws what matches nothing, what is ambiguous, and targets that collide. A listing of tens of thousands of
    /// names is fine.
    package func tables(matching available: [QualifiedName]) throws(ConfigurationError) -> [TableConfiguration] {
        var expansion = TableExpansion(self, available: available)
        return try expansion.expand()
    }
}
