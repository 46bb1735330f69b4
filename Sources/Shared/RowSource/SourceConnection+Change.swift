package import Model

/// Finds out whether a table is still as it was when a run was planned.
extension SourceConnection {
    /// How the source differs from a table's plan, in words; `nil` if its chunks can be read as planned.
    ///
    /// Reads no rows.
    package func change(since spec: TableSpec) async throws(SourceError) -> String? {
        let columns: [SourceColumn]
        do throws(SourceError) {
            _ = try await rows(spec.emptyQuery)
            columns =
                if let query = spec.query {
                    try await self.columns(ofQuery: query)
                } else {
                    try await self.columns(ofTable: spec.source)
                }
        } catch {
            switch error.kind {
            case .notFound, .changed, .statement: return "\(error)"
            default: throw error
            }
        }
        guard let computed = spec.computedColumns else { return nil }
        let changes = spec.columns.compactMap { planned -> String? in
            guard !computed.contains(planned.source), let now = columns.first(where: { $0.name == planned.source }),
                !now.type.isLike(planned.sourceType)
            else { return nil }
            return "\(planned.source) was \(planned.sourceType.words) and is \(now.type.words) now"
        }
        return changes.isEmpty ? nil : changes.joined(separator: ", ")
    }
}

extension SourceType {
    /// Whether values of this type are read like those of another, apart from their lengths and digits.
    fileprivate func isLike(_ planned: SourceType) -> Bool {
        switch (planned, self) {
        // The source doesn't say; the plan found the type by the values.
        case (_, .undeclared): true
        case (.other(let planned), .other(let now)): planned == now
        default: words == planned.words
        }
    }

    fileprivate var words: String {
        switch self {
        case .boolean: "boolean"
        case .integer, .decimal: "a number"
        case .float32, .float64: "a floating-point number"
        case .text: "text"
        case .binary: "bytes"
        case .date: "a date"
        case .time: "a time"
        case .timestamp(let zoned): zoned ? "a timestamp with a zone" : "a timestamp"
        case .uuid: "a uuid"
        case .json: "JSON"
        case .interval: "an interval"
        case .other(let name): name
        }
    }
}
