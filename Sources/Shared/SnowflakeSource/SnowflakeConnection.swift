package import Model
package import RowSource
import Synchronization

/// A connection to Snowflake, through either driver.
package final class SnowflakeConnection: SourceConnection {
    private let driver: any SourceConnection
    private let narrowsIntegers: Bool
    private let setTag: @Sendable (String) async throws(SourceError) -> Void
    private let spoken: Mutex<SnowflakeDialect>

    /// - Parameter setTag: sets a query tag on all later statements.
    init(
        _ driver: any SourceConnection, narrowsIntegers: Bool,
        setTag: @escaping @Sendable (String) async throws(SourceError) -> Void
    ) throws(SourceError) {
        guard let dialect = driver.dialect as? SnowflakeDialect else {
            throw SourceError(
                .statement, operation: "connect",
                message: "the driver reports that it is connected to \(driver.dialect.name), not to Snowflake")
        }
        self.driver = driver
        self.narrowsIntegers = narrowsIntegers
        self.setTag = setTag
        spoken = Mutex(dialect)
    }

    private var snowflake: SnowflakeDialect { spoken.withLock { $0 } }
    package var dialect: any SQLDialect { snowflake }
    package var serverDescription: String { driver.serverDescription }
    package var place: String? { driver.place }

    package func cancel() { driver.cancel() }
    package func close() async { await driver.close() }

    package func rows(_ sql: String) async throws(SourceError) -> [[String?]] { try await driver.rows(sql) }

    package func open(_ sql: String, options: CursorOptions) async throws(SourceError) -> any BatchCursor {
        try await driver.open(sql, options: options)
    }

    package func openCopy(_ sql: String, options: CursorOptions) async throws(SourceError) -> (any CopyCursor)? {
        try await driver.openCopy(sql, options: options)
    }

    package func label(_ label: StatementLabel) async throws(SourceError) { try await setTag(label.text) }
    package func save() async throws(SourceError) { try await driver.save() }
    package func restore() async throws(SourceError) { try await driver.restore() }

    // MARK: - The point in time

    /// The server's clock, as the dialect formats it.
    func now() async throws(SourceError) -> String {
        guard let instant = try await rows(snowflake.nowQuery).first?.first ?? nil else {
            throw SourceError(.other, operation: "snapshot", message: "the server returned no time")
        }
        return "\(instant) +0000"
    }

    /// Makes the dialect read tables at this point in time from now on.
    func read(at instant: String) { spoken.withLock { $0.instant = instant } }

    func readsPast(_ table: SourceTable) -> Bool { snowflake.readsPast(table) }

    /// Does nothing: the point in time is part of each planned statement.
    package func read(at snapshot: Snapshot) {}

    package func lapse(of table: QualifiedName, at snapshot: Snapshot) async throws(SourceError) -> String? {
        guard case .pinned(let instant) = snapshot,
            let row = try await rows(snowflake.reachQuery(of: table, instant: instant)).first, row.count == 2,
            let days = row[0].flatMap({ Int($0) }), let age = row[1].flatMap({ Int($0) }),
            // Without time travel the past is gone, even within the current second.
            days == 0 || age > days * 86_400
        else { return nil }
        return "its DATA_RETENTION_TIME_IN_DAYS is \(days), and the run's point in time is \(age / 3600) hours old"
    }

    // MARK: - The catalogue

    package func tables(matching pattern: String) async throws(SourceError) -> [QualifiedName] {
        try await driver.tables(matching: pattern)
    }

    package func columns(ofTable name: QualifiedName) async throws(SourceError) -> [SourceColumn] {
        try await driver.columns(ofTable: name)
    }

    package func internalTables() async throws(SourceError) -> [QualifiedName] { try await driver.internalTables() }

    package func descents() async throws(SourceError) -> [TableDescent] { try await driver.descents() }

    package func columns(ofQuery sql: String) async throws(SourceError) -> [SourceColumn] {
        try await driver.columns(ofQuery: sql).map(refined)
    }

    package func table(_ name: QualifiedName) async throws(SourceError) -> SourceTable {
        var table = try await driver.table(name)
        table.columns = table.columns.map(refined)
        guard !table.isView else { return table }
        let places = try await rows(snowflake.keyQuery(of: table.name)).compactMap { row -> (String, Int)? in
            guard row.count > 5, let column = row[4], let place = row[5].flatMap({ Int($0) }) else { return nil }
            return (column, place)
        }
        table.primaryKey = places.sorted { $0.1 < $1.1 }.map(\.0)
        if let row = try await rows(snowflake.storageQuery(of: table.name)).first, row.count == 3 {
            table.storage = SourceTable.Storage(
                clusteringKey: SnowflakeDialect.clusteringColumns(row[0] ?? "", of: table.columns),
                retentionDays: row[1].flatMap { Int($0) } ?? 0, bytes: row[2].flatMap { Int($0) })
        }
        try await narrowByValues(&table)
        return table
    }

    /// A NUMBER(p,0) of up to 18 digits always fits 64 bits; places arrive as GeoJSON, whatever `HASH` makes of them.
    private func refined(_ column: SourceColumn) -> SourceColumn {
        var column = column
        switch column.type {
        case .decimal(let precision?, 0) where narrowsIntegers && precision <= 18:
            column.type = .integer(bits: 64, signed: true)
        case .other(let name) where ["GEOGRAPHY", "GEOMETRY"].contains(name.uppercased()):
            column.equivalent = .text
        default: break
        }
        return column
    }

    /// Narrows whole-number columns by their values.
    ///
    /// Every INT in Snowflake is a NUMBER(38,0), but few hold numbers beyond 64 bits, and Snowflake's metadata has the
    /// lowest and highest value.
    private func narrowByValues(_ table: inout SourceTable) async throws(SourceError) {
        let wide = table.columns.indices.filter { index in
            if case .decimal(_, 0) = table.columns[index].type { narrowsIntegers } else { false }
        }
        guard !wide.isEmpty else { return }
        let query = snowflake.extremesQuery(of: wide.map { table.columns[$0] }, in: table)
        guard let row = try await rows(query).first, row.count == 2 * wide.count else { return }
        for (position, index) in wide.enumerated() {
            let extremes = row[(2 * position)..<(2 * position + 2)].compactMap(\.self)
            // A column that is all NULL has no extremes.
            guard extremes.count == 2, extremes.allSatisfy({ Int64($0) != nil }) else { continue }
            table.columns[index].type = .integer(bits: 64, signed: true)
        }
    }
}
