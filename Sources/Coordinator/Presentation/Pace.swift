import Model
package import WorkQueue

/// Rates and remaining times of a run as they are shown: `nil` where nothing moves and nobody can tell.
package struct Pace: Sendable {
    private let status: RunStatus
    private let meter: RateMeter?

    /// A table still moves this long after its last chunk, although none of its chunks is claimed at the moment.
    private static let pause = 10.0

    /// - Parameter meter: `nil` to use the mean rates over the time in which chunks were copied.
    package init(_ status: RunStatus, meter: RateMeter?) {
        self.status = status
        self.meter = meter
    }

    /// The rate of a table that is being copied, or the mean rate of one that is complete.
    package func rate(of table: TableStatus) -> RateMeter.Rate? {
        if table.state == .completed { return RateMeter.average(of: table) }
        guard isMoving(table) else { return nil }
        return meter?.rate(of: table.target) ?? RateMeter.average(of: table)
    }

    /// Seconds until a table's rows are copied.
    package func secondsLeft(of table: TableStatus) -> Double? {
        if table.state == .completed { return 0 }
        guard isMoving(table), table.copiedRows < table.expectedRows else { return nil }
        return RateMeter.secondsLeft([table], at: rate(of: table))
    }

    /// The measured rate of the whole run.
    package var rate: RateMeter.Rate? { isMoving ? meter?.rate : nil }

    /// Seconds until all rows of the run are copied.
    package var secondsLeft: Double? {
        guard isMoving, status.tables.contains(where: { $0.isOpen && $0.copiedRows < $0.expectedRows }) else {
            return nil
        }
        return meter?.secondsLeft(of: status)
    }

    private var isMoving: Bool { status.tables.contains(where: isMoving) }

    private func isMoving(_ table: TableStatus) -> Bool {
        guard status.standstill == nil, !status.state.hasEnded, table.state == .inProgress, table.isOpen else {
            return false
        }
        if table.working > 0 { return true }
        let quiet = meter?.secondsSinceMove(of: table.target) ?? table.secondsSinceChunk
        return quiet.map { $0 < Self.pause } ?? false
    }
}

extension TableStatus {
    /// Whether chunks still have to be copied.
    var isOpen: Bool { ready + claimed > 0 }
}
