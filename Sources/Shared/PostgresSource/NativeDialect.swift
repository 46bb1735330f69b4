import Model
import RowSource

/// PostgreSQL's SQL for reading rows through its own protocol: columns are read unchanged, and tables can be cut by
/// place.
struct NativeDialect: SQLDialect {
    private let base = PostgreSQLDialect()
    /// Whether the server can scan a range of places without reading the whole table (since version 14).
    let cutsByPlace: Bool

    init(serverVersion: Int) {
        cutsByPlace = serverVersion >= 140_000
    }

    var name: String { base.name }
    var enforcesPrimaryKeys: Bool { base.enforcesPrimaryKeys }
    var grantsByColumn: Bool { base.grantsByColumn }
    func quoted(_ identifier: String) -> String { base.quoted(identifier) }
    func quoted(_ name: QualifiedName) -> String { base.quoted(name) }
    func from(_ table: SourceTable) -> String { base.from(table) }
    func readExpression(_ column: SourceColumn) -> String { base.quoted(column.name) }
    func reading(_ column: SourceColumn, for target: TargetType) -> ReadItem { ReadItem(readExpression(column)) }
    var fence: String? { base.fence }
    func classes(of expression: String) -> String? { base.classes(of: expression) }
    func canRange(_ column: SourceColumn) -> Bool { base.canRange(column) }
    func boundText(_ expression: String, _ column: SourceColumn) -> String { base.boundText(expression, column) }
    func literal(_ bound: String, _ column: SourceColumn) -> String { base.literal(bound, column) }
    func remainder(_ dividend: String, _ divisor: Int) -> String { base.remainder(dividend, divisor) }
    func lowest(_ expression: String, _ column: SourceColumn) -> String { base.lowest(expression, column) }
    func highest(_ expression: String, _ column: SourceColumn) -> String { base.highest(expression, column) }
    var knowsExtremes: Bool { base.knowsExtremes }
    func holdsDeclaredType(_ column: SourceColumn) -> String? { base.holdsDeclaredType(column) }
    func byteLength(_ column: SourceColumn) -> String? { base.byteLength(column) }
    func exact(_ expression: String, _ column: SourceColumn) -> String? { base.exact(expression, column) }
    var largeResultQuery: String? { base.largeResultQuery }
    var identityQuery: String? { base.identityQuery }
    func identity(_ row: [String?]) -> String? { base.identity(row) }
    var mayBeCopied: Bool { base.mayBeCopied }
    func sample(_ column: String) -> String { base.sample(column) }

    func grouping(_ column: SourceColumn, lowest: String, highest: String, groups: Int) -> String? {
        base.grouping(column, lowest: lowest, highest: highest, groups: groups)
    }

    func hashBucket(columns: [SourceColumn], buckets: Int, table: SourceTable?) -> String? {
        base.hashBucket(columns: columns, buckets: buckets, table: table)
    }

    /// Cuts by block of the heap.
    ///
    /// The first slice has no lower bound and the last no upper bound, so that rows in blocks added since are included.
    func placeQuery(table: SourceTable, filter: String?, slices: Int) -> String? {
        guard cutsByPlace, table.hasPlaces else { return nil }
        let from = from(table)
        let condition = filter.map { "(\($0)) AND " } ?? ""
        return """
            SELECT CASE WHEN is_first AND is_last THEN NULL WHEN is_first THEN format('ctid < %L::tid', high) \
            WHEN is_last THEN format('ctid >= %L::tid', low) \
            ELSE format('ctid >= %L::tid AND ctid < %L::tid', low, high) END, \
            CASE WHEN is_last THEN format('blocks from %s on', block) \
            ELSE format('blocks %s to %s', block, block + step - 1) END, \
            (SELECT count(*) FROM \(from) WHERE \(condition)ctid >= snowmelt_slice.low AND ctid < snowmelt_slice.high) \
            FROM (SELECT block, step, block = 0 AS is_first, block + step >= blocks AS is_last, \
            format('(%s,0)', block)::tid AS low, \
            format('(%s,0)', CASE WHEN block + step >= blocks THEN 4294967295 ELSE block + step END)::tid AS high \
            FROM (SELECT blocks, greatest(1, (blocks + \(slices - 1)) / \(slices)) AS step FROM (\
            SELECT greatest(1, pg_relation_size(\(regclass(table.name))) \
            / current_setting('block_size')::bigint) AS blocks) size) steps, \
            generate_series(0, blocks - 1, step) AS block) snowmelt_slice ORDER BY block
            """
    }

    /// The table as an expression that returns its object id.
    func regclass(_ name: QualifiedName) -> String {
        "\(base.literal(quoted(name), Self.text))::pg_catalog.regclass"
    }

    private static let text = SourceColumn(name: "", type: .text(length: nil), declaredType: "text", isNullable: true)
}
