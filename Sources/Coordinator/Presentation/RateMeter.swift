package import Model
package import WorkQueue

/// Measures how fast rows arrive between status queries, to estimate the remaining time.
///
/// Counts change when a chunk ends, so they move in steps. A rate is taken over the window, or over the last steps if
/// the window has fewer, so that large chunks don't make it jump. The time in which no chunk was being copied doesn't
/// count.
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
                rows: table.copiedRows, bytes: table.bytes, isIdle: table.working == 0, at: instant)
        }
        all.record(
            rows: status.tables.reduce(0) { $0 + $1.copiedRows }, bytes: status.tables.reduce(0) { $0 + $1.bytes },
            isIdle: status.tables.allSatisfy { $0.working == 0 }, at: instant)
    }

    /// The rate of one table; `nil` until its count has moved.
    package func rate(of target: QualifiedName) -> Rate? {
        now.flatMap { tables[target]?.rate(at: $0, window: window) }
    }

    /// The rate of the whole run; `nil` until its count has moved.
    package var rate: Rate? {
        now.flatMap { all.rate(at: $0, window: window) }
    }

    /// How long ago a table's count last moved; `nil` until it has.
    func secondsSinceMove(of target: QualifiedName) -> Double? {
        now.flatMap { tables[target]?.secondsSinceMove(at: $0) }
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

    /// A table's mean rate over the time in which its chunks were being copied, for a single status query.
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

/// The steps in a pair of counts, over the time without standstills.
private struct History: Sendable {
    private struct Point {
        var instant: ContinuousClock.Instant
        /// Time since the first status in which chunks were being copied.
        var worked: Duration
        var rows: Int
        var bytes: Int
    }

    private static let steps = 4
    private static let capacity = 512

    /// The first status, then one point each time the counts moved.
    private var points: [Point] = []
    private var worked = Duration.zero
    private var last: (instant: ContinuousClock.Instant, isIdle: Bool)?

    mutating func record(rows: Int, bytes: Int, isIdle: Bool, at instant: ContinuousClock.Instant) {
        if let last, !(last.isIdle && isIdle) { worked += instant - last.instant }
        last = (instant, isIdle)
        let point = Point(instant: instant, worked: worked, rows: rows, bytes: bytes)
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

    func secondsSinceMove(at now: ContinuousClock.Instant) -> Double? {
        points.count > 1 ? points.last.map { (now - $0.instant) / .seconds(1) } : nil
    }

    func rate(at now: ContinuousClock.Instant, window: Duration) -> RateMeter.Rate? {
        guard let last = points.last, points.count > 1 else { return nil }
        var base = points.count - 2
        while base > 0, points.count - 1 - base < Self.steps || age(of: points[base], at: now) < window { base -= 1 }
        let seconds = age(of: points[base], at: now) / .seconds(1)
        guard seconds > 0 else { return nil }
        return RateMeter.Rate(
            rowsPerSecond: Double(last.rows - points[base].rows) / seconds,
            bytesPerSecond: Double(last.bytes - points[base].bytes) / seconds)
    }

    /// How long chunks were being copied since a point.
    private func age(of point: Point, at now: ContinuousClock.Instant) -> Duration {
        let open = last.map { $0.isIdle ? .zero : now - $0.instant } ?? .zero
        return worked + open - point.worked
    }
}
