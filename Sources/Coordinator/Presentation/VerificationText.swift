import Model
package import Verification

extension VerificationResult {
    /// A table for people, and a line for each table whose chunks differ.
    package func text(style: TextStyle) -> [String] {
        var table = TextTable([
            .init("TARGET"), .init("SOURCE ROWS", .right), .init("TARGET ROWS", .right), .init("BY"), .init("RESULT"),
        ])
        table.rows = tables.map { row in
            [
                .init(row.target.description), .init(Quantity.count(row.sourceRows)),
                .init(Quantity.count(row.targetRows)),
                .init(row.isCounted ? "count" : "receipts"), row.result,
            ]
        }
        return table.lines(style: style)
            + tables.filter { !$0.differing.isEmpty }.map { row in
                "\(row.target): \(StatusText.differences(row.differing))"
            }
    }
}

extension VerificationResult.Table {
    fileprivate var result: TextTable.Cell {
        guard isPublished else { return .init("not published: the target was restored", color: .red) }
        guard isEqual else { return .init("differs", color: .red) }
        return differing.isEmpty
            ? .init("equal", color: .green) : .init("equal in total, chunks differ", color: .yellow)
    }
}
