import Model
import RowSource

/// Verifies that each row is in exactly one chunk before anything is created.
extension ChunkPlanner {
    /// Counts ranges by their own conditions.
    mutating func prove(_ proof: RangeProof) -> Action {
        self.proof = proof
        state = .proving(query: 0)
        return .query(statistics.rangeQuery(proof, 0))
    }

    mutating func proved(_ rows: [[String?]], query: Int) throws(PlanningError) -> Action {
        guard var proof else { return finish() }
        try statistics.count(rows, for: &proof)
        self.proof = proof
        if query + 1 < proof.queries {
            state = .proving(query: query + 1)
            return .query(statistics.rangeQuery(proof, query + 1))
        }
        if proof.holds(keyedRows: isPinned ? counted?.keyedRows : nil) { return accept(proof) }
        guard proof.ranges.count <= RangeProof.mostConditions else {
            throw refusal(
                "it can't be proved that each row is in exactly one of \(proof.ranges.count) ranges of "
                    + proof.column.name)
        }
        state = .summing
        return .query(statistics.membershipQuery(proof))
    }

    mutating func summed(_ rows: [[String?]]) throws(PlanningError) -> Action {
        guard let proof else { return finish() }
        let (rows, sum) = try statistics.memberships(rows, of: proof)
        guard rows == sum, proof.strays == 0 else {
            let column = proof.column
            throw refusal(
                "ranges of \(column.name) (\(column.declaredType)) contain \(sum) rows, but \(rows) rows have a value: "
                    + "\(dialect.name) compares these values in another order than it sorts them")
        }
        return accept(proof)
    }

    private mutating func accept(_ proof: RangeProof) -> Action {
        for (index, rows) in proof.rows.enumerated() { segments[index].rows = rows }
        return splitNext(from: 0)
    }

    /// Checks chunks that were counted by their own conditions, at the same point in time as all rows.
    func checkSum(_ rows: [Int], of total: Int?, by what: String) throws(PlanningError) {
        let sum = rows.reduce(0, +)
        guard isPinned, let total, sum != total else { return }
        throw refusal("chunks by \(what) contain \(sum) rows, but the table has \(total)")
    }

    private func refusal(_ message: String) -> PlanningError {
        PlanningError(
            .refused, table: relation.name.description,
            message: "\(message); nothing was created. Cut the table another way: chunk: {by: hash}, "
                + "chunk: {column: NAME} with another column, or chunk: {by: none}")
    }
}
