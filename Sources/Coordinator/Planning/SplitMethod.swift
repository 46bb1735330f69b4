import Model
import RowSource
import Text

/// How a table will be cut, chosen from the options before anything is counted.
enum SplitMethod {
    case ranges(SourceColumn)
    case hash
    case places
    /// `reason`: why no better method was found; `nil` if one chunk was requested.
    case whole(reason: String?)

    /// - Parameter hasHash: whether the dialect has a hash for the relation's rows.
    static func choose(
        _ strategy: ChunkStrategy, relation: SourceRelation, dialect: any SQLDialect, hasHash: Bool
    ) throws(PlanningError) -> (method: SplitMethod, warnings: [String]) {
        let hasPlaces = relation.table.map { dialect.placeQuery(table: $0, filter: nil, slices: 1) != nil } ?? false
        switch strategy {
        case .single:
            return (.whole(reason: nil), [])
        case .place:
            if hasPlaces { return (.places, []) }
            let cause = "\(dialect.name) can't cut \(relation.name) by storage location"
            return hasHash ? (.hash, ["\(cause); rows are split by hash instead"]) : (.whole(reason: cause), [])
        case .hash:
            return (hasHash ? .hash : .whole(reason: "\(dialect.name) offers no hash for its rows"), [])
        case .column(let name):
            let names = relation.columns.map(\.name)
            guard let match = NearestName.match(name, among: names), let column = relation.column(match) else {
                throw PlanningError(
                    .configuration, table: relation.name.description,
                    message: "chunk column \(name) doesn't exist\(NearestName.hint(for: name, among: names))")
            }
            if dialect.canRange(column) { return (.ranges(column), []) }
            let cause = "\(dialect.name) can't cut \(column.name) (\(column.declaredType)) into ranges"
            return hasHash ? (.hash, ["\(cause); rows are split by hash instead"]) : (.whole(reason: cause), [])
        case .auto:
            // If files are ordered by a column, a range of it reads only part of the table.
            for name in (relation.table?.storage?.clusteringKey ?? []) + relation.key {
                if let column = relation.column(name), dialect.canRange(column) { return (.ranges(column), []) }
            }
            if hasPlaces { return (.places, []) }
            if hasHash { return (.hash, []) }
            return (.whole(reason: "it has no key that can be cut into ranges, and its rows can't be hashed"), [])
        }
    }
}
