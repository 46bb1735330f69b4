import Model

/// Whether a table's copied rows can be all there were, before readers get to see them.
///
/// Pinned, the counts must be equal. Unpinned, the source may have changed between the plan's count and now: what was
/// copied must lie between the two. A source that stopped early without an error is outside of them.
package enum RowCountRule {
    package enum Verdict: Hashable, Sendable {
        case equal
        /// Within what the source's own changes explain.
        case changed
        case missing
        case tooMany
    }

    /// - Parameter now: the source's count now; asked for only when the plan's differs.
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
