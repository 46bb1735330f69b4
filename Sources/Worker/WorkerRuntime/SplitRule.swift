/// Whether a chunk that isn't done at its worker's deadline is split.
///
/// It is when it had nearly all the time that a worker has, or when this is the second time; else the next worker may
/// well end it whole.
package struct SplitRule: Sendable {
    /// The time between a worker's start and the moment at which it has to give chunks back.
    private let life: Duration

    package init(life: Duration) {
        self.life = life
    }

    /// - Parameters:
    ///   - had: for how long the chunk was copied.
    ///   - timesOverdue: how often it was given back at a deadline before.
    package func splits(had: Duration, timesOverdue: Int) -> Bool {
        timesOverdue > 0 || had >= life * 4 / 5
    }
}
