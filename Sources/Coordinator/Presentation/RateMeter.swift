package import Model
package import WorkQueue

/// Measures how fast rows arrive between status queries, to estimate the remaining time.
///
/// Counts change when a chunk ends, so they move in steps. A rate is taken over the window, or over the last steps if
/// the window has fewer, so that large chunks don't make it jump.
package struct RateMeter: Sendable {
    package struct Rate: Hashable, Sendable {
        package var rowsPerSecond: Double
        package var bytesPerSecond: Double

        package init(rowsPerSecond: Double, bytesPerSecond: Double) {
            self.rowsPerSecond = rowsPerSecond
            self.bytesPerSecond = bytesPerSecond
        }
    }

    private let window: Duration
    private var tables: [QualifiedName: History] = [:]
    private var all = History()
    private var now: ContinuousClock.Instant?

    package init(window: Duration = .seconds(30)) {
        self.window = window
    }

    package mutating func record(_ status: RunStatus, at instant: ContinuousClock.Instant) {
        now = instant
        for table in status.tables {
            tables[table.target, default: History()].record(
                rows: table.copiedRows, bytes: table.bytes, isIdle: table.claimed == 0, at: instant)
        }
        all.record(
            rows: status.tables.reduce(0) { $0 + $1.copiedRows }, bytes: status.tables.reduce(0) { $0 + $1.bytes },
            isIdle: status.tables.allSatisfy { $0.claimed == 0 }, at: instant)
    }

    /// The rate of one table; `nil` until its count has moved.
    package func rate(of target: QualifiedName) -> Rate? {
        now.flatMap { tables[target]?.rate(at: $0, window: window) }
    }

    /// The rate of the whole run; `nil` until its count has moved.
    package var rate: Rate? {
        now.flatMap { all.rate(at: $0, window: window) }
    }

    /// Seconds until a table's rows are copied; `nil` if unknown.
    package func secondsLeft(of table: TableStatus) -> Double? {
        Self.secondsLeft([table], at: rate(of: table.target))
    }

    /// Seconds until all rows of the run are copied; `nil` if unknown.
    ///
    /// Small tables that have finished say nothing about a large one that is being copied and hasn't moved yet.
    package func secondsLeft(of status: RunStatus) -> Double? {
        let open = status.tables.filter { $0.ready + $0.claimed > 0 }
        let largest = open.max { $0.expectedRows - $0.copiedRows < $1.expectedRows - $1.copiedRows }
        if let largest, largest.claimed > 0, rate(of: largest.target) == nil { return nil }
        return Self.secondsLeft(status.tables, at: rate)
    }

    /// A table's average rate since its first claim, for a single status query.
    package static func average(of table: TableStatus) -> Rate? {
        guard let seconds = table.seconds, seconds > 0, table.copiedRows > 0 else { return nil }
        return Rate(
            rowsPerSecond: Double(table.copiedRows) / seconds, bytesPerSecond: Double(table.bytes) / seconds)
    }

    /// Seconds until the rows of these tables are copied at a given rate; `nil` if unknown, or never.
    package static func secondsLeft(_ tables: [TableStatus], at rate: Rate?) -> Double? {
        let open = tables.filter { $0.ready + $0.claimed > 0 }
        guard !open.isEmpty else { return tables.allSatisfy { $0.done >= $0.total } ? 0 : nil }
        guard let rate, rate.rowsPerSecond > 0 else { return nil }
        return Double(open.reduce(0) { $0 + max($1.expectedRows - $1.copiedRows, 0) }) / rate.rowsPerSecond
    }
}

/// The steps in a pair of counts.
private struct History: Sendable {
    private struct Point {
        var instant: ContinuousClock.Instant
        var rows: Int
        var bytes: Int
    }

    private static let steps = 4
    private static let capacity = 512

    /// The first status, then one point each time the counts moved.
    private var points: [Point] = []

    mutating func record(rows: Int, bytes: Int, isIdle: Bool, at instant: ContinuousClock.Instant) {
        let point = Point(instant: instant, rows: rows, bytes: bytes)
        guard let last = points.last else {
            points = [point]
            return
        }
        if rows < last.rows {
            // Chunks were returned to the queue.
            points = [point]
        } else if rows > last.rows {
            points.append(point)
            if points.count > Self.capacity { points.removeFirst(Self.capacity / 2) }
        } else if points.count == 1, isIdle {
            // Time spent waiting for its turn isn't slowness.
            points = [point]
        }
    }

    func rate(at now: ContinuousClock.Instant, window: Duration) -> RateMeter.Rate? {
        guard let last = points.last, points.count > 1 else { return nil }
        var base = points.count - 2
        while base > 0, points.count - 1 - base < Self.steps || now - points[base].instant < window { base -= 1 }
        let seconds = (now - points[base].instant) / .seconds(1)
        guard seconds > 0 else { return nil }
        return RateMeter.Rate(
            rowsPerSecond: Double(last.rows - points[base].rows) / seconds,
            bytesPerSecond: Double(last.bytes - points[base].bytes) / seconds)
    }
}
