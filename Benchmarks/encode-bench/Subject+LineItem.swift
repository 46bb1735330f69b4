import Model
import RowSource

// The subjects with rows of `lineitem`.
extension Subject {
    private static let targets: [(name: String, type: TargetType)] = {
        let money = TargetType.numeric(precision: 15, scale: 2)
        return [
            ("id", .bigint), ("l_orderkey", .bigint), ("l_partkey", .bigint), ("l_suppkey", .bigint),
            ("l_linenumber", .integer), ("l_quantity", money), ("l_extendedprice", money), ("l_discount", money),
            ("l_tax", money), ("l_returnflag", .text), ("l_linestatus", .text), ("l_shipdate", .date),
            ("l_commitdate", .date), ("l_receiptdate", .date), ("l_shipinstruct", .text), ("l_shipmode", .text),
            ("l_comment", .text),
        ]
    }()

    /// `lineitem` in three sources' forms: Arrow, an ODBC driver with types, and SQLite's ODBC driver, which returns
    /// only text.
    static func lineItems() -> [Subject] {
        let layouts: [(String, (DriverMemory) -> any LineItemLayout)] = [
            ("Arrow", ArrowLayout.init), ("ODBC", TypedLayout.init), ("ODBC, all text", TextLayout.init),
        ]
        return layouts.map { name, layout in
            var generator = SplitMix(seed: 1)
            return Subject("lineitem", name, targets: targets) { batch, memory in
                let first = batch * batchRows
                let rows = (0..<batchRows).map { LineItem(number: first + $0, using: &generator) }
                let layout = layout(memory)
                let ids = (0..<batchRows).map { Int64(first + $0 + 1) }
                return [
                    layout.integers(ids), layout.integers(rows.map(\.orderKey)), layout.integers(rows.map(\.partKey)),
                    layout.integers(rows.map(\.supplierKey)), layout.smallIntegers(rows.map(\.lineNumber)),
                    layout.cents(rows.map(\.quantity)), layout.cents(rows.map(\.price)),
                    layout.cents(rows.map(\.discount)), layout.cents(rows.map(\.tax)),
                    layout.texts(rows.map(\.returnFlag)), layout.texts(rows.map(\.status)),
                    layout.days(rows.map(\.shipped)), layout.days(rows.map(\.committed)),
                    layout.days(rows.map(\.received)), layout.texts(rows.map(\.instruction)),
                    layout.texts(rows.map(\.shipMode)), layout.texts(rows.map(\.comment)),
                ]
            }
        }
    }
}
