package import Model
package import WorkQueue

/// The result of `cancel` as JSON: the run, and the rows that remain.
package struct CancelDocument: Encodable, Sendable {
    private enum CodingKeys: String, CodingKey {
        case name, state
        case leftRows = "left_rows"
    }

    private let name: String
    private let run: RunDocument?
    private let left: [LeftRowsDocument]

    /// - Parameter status: `nil` if the control database doesn't know the run.
    package init(name: String, status: RunStatus?, left: [LeftRowsDocument]) {
        self.name = name
        run = status.map { RunDocument($0, workers: []) }
        self.left = left
    }

    package func encode(to encoder: any Encoder) throws {
        try run?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        if run == nil {
            try container.encode(name, forKey: .name)
            try container.encode(RunPhase.cancelled.rawValue, forKey: .state)
        }
        try container.encode(left, forKey: .leftRows)
    }
}

/// Rows that a cancelled run left in a table, as JSON.
package struct LeftRowsDocument: Encodable, Sendable {
    private let target: String
    private let rows: Int
    private let chunks: [Int]

    package init(target: QualifiedName, rows: Int, chunks: [Int]) {
        self.target = target.description
        self.rows = rows
        self.chunks = chunks
    }
}
