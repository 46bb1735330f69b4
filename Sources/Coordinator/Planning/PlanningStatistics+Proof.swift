import Model
import RowSource

/// The statements of a `RangeProof`.
extension PlanningStatistics {
    /// Returns one row per value of the proof's search: the value, the number of rows.
    func rangeQuery(_ proof: RangeProof, _ query: Int) -> String {
        """
        SELECT range_no, COUNT(*) FROM (SELECT \(proof.search(query)) AS range_no FROM \(relation.from)\
        \(condition(proof.scope(query)))) ranged GROUP BY range_no
        """
    }

    func count(_ rows: [[String?]], for proof: inout RangeProof) throws(PlanningError) {
        for row in rows {
            guard row.count == 2 else { throw malformed("the rows of its ranges") }
            var found: Int?
            if let text = row[0] { found = try number(text, "the rows of its ranges") }
            guard proof.count(found, try number(row[1], "the rows of its ranges")) else {
                throw malformed("the rows of its ranges")
            }
        }
    }

    /// Returns one row: the number of rows with a key, then the number of their matching ranges, in several parts.
    func membershipQuery(_ proof: RangeProof) -> String {
        let key = "\(dialect.quoted(proof.column.name)) IS NOT NULL"
        return """
            SELECT COUNT(*), \(proof.memberships.joined(separator: ", ")) FROM \(relation.from)\(condition(key))
            """
    }

    /// Parses the answer to `membershipQuery`; sums are NULL if there are no rows.
    func memberships(_ rows: [[String?]], of proof: RangeProof) throws(PlanningError) -> (rows: Int, sum: Int) {
        guard rows.count == 1, rows[0].count == 1 + proof.memberships.count else {
            throw malformed("the rows of its ranges")
        }
        var sum = 0
        for text in rows[0].dropFirst() { sum += try number(text ?? "0", "the rows of its ranges") }
        return (try number(rows[0][0], "the rows of its ranges"), sum)
    }
}
