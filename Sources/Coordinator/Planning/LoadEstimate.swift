import Model

/// What copying a table, or several, will take: an estimate for those who decide whether to start.
package struct LoadEstimate: Hashable, Sendable {
    package var chunks: Int
    package var rows: Int
    /// As binary COPY carries them; nil where that can't be told.
    package var bytes: Double?
    /// Seconds that all chunks take one after the other.
    private var work: Double
    /// Seconds that the longest chunk takes, which no number of slots shortens.
    private var longest: Double

    /// Of nothing.
    package init() {
        (chunks, rows, bytes, work, longest) = (0, 0, 0, 0, 0)
    }

    /// - Parameter bytesPerRow: nil where the source can't tell.
    package init(_ plan: ChunkPlan, bytesPerRow: Double?) {
        let times = plan.chunks.map { CopyPace.seconds(rows: $0.expectedRows, bytesPerRow: bytesPerRow) }
        chunks = plan.chunks.count
        rows = plan.totalRows
        bytes = bytesPerRow.map { (Double(plan.totalRows) * $0).rounded() }
        work = times.reduce(0, +)
        longest = times.max() ?? 0
    }

    /// Both, one beside the other.
    package static func + (one: LoadEstimate, other: LoadEstimate) -> LoadEstimate {
        var sum = one
        sum.chunks += other.chunks
        sum.rows += other.rows
        sum.bytes = one.bytes.flatMap { bytes in other.bytes.map { bytes + $0 } }
        sum.work += other.work
        sum.longest = max(one.longest, other.longest)
        return sum
    }

    /// What to say of a table whose past can be read for so long; what isn't copied by then can't be read at the
    /// run's snapshot any more.
    package static func retentionWarnings(days: Int, copying: Duration) -> [String] {
        guard copying > .seconds(days * 86_400) / 2 else { return [] }
        return [
            "its past can be read for \(days) day(s), and one worker may need \(copying.components.seconds / 3600) hours: "
                + "raise DATA_RETENTION_TIME_IN_DAYS, use more workers, or copy a clone of it"
        ]
    }

    /// Seconds from the first claim to the last receipt, when so many slots share the chunks.
    package func seconds(slots: Int) -> Double {
        max(longest, work / Double(max(slots, 1)))
    }
}

/// How fast a slot is taken to be: on the safe side of what drivers and servers reach, and no promise.
///
/// A slot is held up by the slower of two: rows cost the driver's and the server's time, bytes the network's.
package enum CopyPace {
    package static let rowsPerSecond = 50_000.0
    package static let bytesPerSecond = 10.0 * 1024 * 1024

    static func seconds(rows: Int, bytesPerRow: Double?) -> Double {
        let rows = Double(rows)
        return max(rows / rowsPerSecond, rows * (bytesPerRow ?? 0) / bytesPerSecond)
    }
}
