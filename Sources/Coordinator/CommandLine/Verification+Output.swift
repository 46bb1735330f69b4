import Coordinating
import Model
import Monitoring

extension VerificationDocument {
    init(_ verification: Verification) {
        self.init(
            run: verification.run,
            tables: verification.tables.map {
                Table(target: $0.target, sourceRows: $0.sourceRows, targetRows: $0.targetRows)
            })
    }
}

extension Verification {
    func text(style: TextStyle) -> [String] {
        var table = TextTable([
            .init("TARGET"), .init("SOURCE ROWS", .right), .init("TARGET ROWS", .right), .init("RESULT"),
        ])
        table.rows = tables.map { row in
            [
                .init(row.target.description), .init(Quantity.count(row.sourceRows)),
                .init(Quantity.count(row.targetRows)),
                .init(row.isEqual ? "equal" : "differs", color: row.isEqual ? .green : .red),
            ]
        }
        return table.lines(style: style)
    }
}
