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
                .init(row.target.description), .init(row.sourceRows.map(Quantity.count) ?? "-"),
                .init(row.targetRows.map(Quantity.count) ?? "-"),
                .init(row.targetRows == nil ? "-" : row.isCounted ? "count" : "receipts"), row.result,
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
        guard !isOpen else { return .init("not published: \(state.rawValue)", color: .yellow) }
        guard isPublished else { return .init("not published: the target was restored", color: .red) }
        if targetRows == nil { return .init("missing in the target", color: .red) }
        if sourceRows == nil { return .init("missing at the source", color: .red) }
        guard isEqual else { return .init("differs", color: .red) }
        return differing.isEmpty
            ? .init("equal", color: .green) : .init("equal in total, chunks differ", color: .yellow)
    }
}
