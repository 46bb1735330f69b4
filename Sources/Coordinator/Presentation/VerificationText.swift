import Model
package import Verification

extension VerificationResult {
    /// A table for people; which chunks differ stands below their table's row.
    package func text(style: TextStyle) -> [String] {
        var table = TextTable([
            .init("TARGET", fitting: .shortened), .init("SOURCE ROWS", .right), .init("TARGET ROWS", .right),
            .init("BY", omission: 1), .init("RESULT", fitting: .wrapped),
        ])
        table.rows = tables.map { row in
            [
                .init(row.target.description), .init(row.sourceRows.map(Quantity.count) ?? "-"),
                .init(row.targetRows.map { Quantity.rows($0, row.mode) } ?? "-"),
                .init(row.targetRows == nil ? "-" : row.isCounted ? "count" : "receipts"), row.result,
            ]
        }
        for (index, row) in tables.enumerated() where !row.differing.isEmpty {
            table.notes[index] = [.init(StatusText.differences(row.differing), color: .yellow)]
        }
        return table.lines(style: style)
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
