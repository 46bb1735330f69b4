/// Decides whether a chunk that isn't copied by its worker's deadline is split.
///
/// It is split if it had nearly all the time that a worker has, or if this is the second time. Otherwise the next
/// worker can probably finish the whole chunk.
package struct SplitRule: Sendable {
    /// The time from a worker's start until it has to release its chunks.
    private let life: Duration

    package init(life: Duration) {
        self.life = life
    }

    /// - Parameters:
    ///   - had: how long this attempt has taken.
    ///   - timesOverdue: how often the chunk was released at a deadline before.
    package func splits(had: Duration, timesOverdue: Int) -> Bool {
        timesOverdue > 0 || had >= life * 4 / 5
    }
}
