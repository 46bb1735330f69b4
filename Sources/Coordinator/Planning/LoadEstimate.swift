import Model

/// An estimate of what copying one or more tables takes, to help decide whether to start.
package struct LoadEstimate: Hashable, Sendable {
    package var chunks: Int
    package var rows: Int
    /// Size as binary COPY; `nil` if unknown.
    package var bytes: Double?
    /// Seconds for all chunks one after the other.
    private var work: Double
    /// Seconds for the longest chunk, which more slots can't shorten.
    private var longest: Double

    /// The estimate for nothing.
    package init() {
        (chunks, rows, bytes, work, longest) = (0, 0, 0, 0, 0)
    }

    /// - Parameter bytesPerRow: `nil` if the source can't tell.
    package init(_ plan: ChunkPlan, bytesPerRow: Double?) {
        let times = plan.chunks.map { CopyPace.seconds(rows: $0.expectedRows, bytesPerRow: bytesPerRow) }
        chunks = plan.chunks.count
        rows = plan.totalRows
        bytes = bytesPerRow.map { (Double(plan.totalRows) * $0).rounded() }
        work = times.reduce(0, +)
        longest = times.max() ?? 0
    }

    /// The estimate for both, copied side by side.
    package static func + (one: LoadEstimate, other: LoadEstimate) -> LoadEstimate {
        var sum = one
        sum.chunks += other.chunks
        sum.rows += other.rows
        sum.bytes = one.bytes.flatMap { bytes in other.bytes.map { bytes + $0 } }
        sum.work += other.work
        sum.longest = max(one.longest, other.longest)
        return sum
    }

    /// Warnings for a table whose time travel may expire first; chunks not copied by then can't be read at the run's
    /// snapshot any more.
    package static func retentionWarnings(days: Int, copying: Duration) -> [String] {
        guard copying > .seconds(days * 86_400) / 2 else { return [] }
        return [
            "its time travel covers \(days) day(s), and one worker may need \(copying.components.seconds / 3600) "
                + "hours: raise DATA_RETENTION_TIME_IN_DAYS, use more workers, or copy a clone of the table"
        ]
    }

    /// Seconds from the first claim to the last receipt with this many slots.
    package func seconds(slots: Int) -> Double {
        max(longest, work / Double(max(slots, 1)))
    }
}

/// The assumed speed of a slot: below what drivers and servers reach, and not a promise.
///
/// A slot is limited by the slower of two: rows take time in the driver and the server, bytes on the network.
package enum CopyPace {
    package static let rowsPerSecond = 50_000.0
    package static let bytesPerSecond = 10.0 * 1024 * 1024

    static func seconds(rows: Int, bytesPerRow: Double?) -> Double {
        let rows = Double(rows)
        return max(rows / rowsPerSecond, rows * (bytesPerRow ?? 0) / bytesPerSecond)
    }
}
