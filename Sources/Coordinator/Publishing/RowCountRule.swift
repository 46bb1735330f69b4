import Model

/// Decides, before the rows become visible, whether a table's copied rows can be complete.
///
/// With a pinned snapshot, the counts must be equal. Without, the source may have changed since the plan counted: the
/// number of copied rows must lie between the plan's count and the count now. A source that stopped early without an
/// error falls outside this range.
package enum RowCountRule {
    package enum Verdict: Hashable, Sendable {
        case equal
        /// Within the range that changes of the source explain.
        case changed
        case missing
        case tooMany
    }

    /// - Parameter now: the source's count now; only called if the plan's count differs.
    package static func verdict(
        copied: Int, planned: Int, isPinned: Bool, now: () async throws -> Int
    ) async rethrows -> Verdict {
        if copied == planned { return .equal }
        if isPinned { return copied < planned ? .missing : .tooMany }
        let now = try await now()
        if copied < min(planned, now) { return .missing }
        if copied > max(planned, now) { return .tooMany }
        return .changed
    }
}
