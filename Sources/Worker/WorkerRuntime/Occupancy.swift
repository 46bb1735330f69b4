/// Which chunks a process copies: any side by side, or one by itself.
///
/// Whatever kills a process costs all the chunks in it an attempt. So the last attempt at a chunk whose worker died runs
/// alone: a chunk that kills its workers takes no other along, and one that was merely near survives.
struct Occupancy: Hashable, Sendable {
    private var sharing = 0
    private var isAlone = false
    private var waiting = 0

    /// Whether one chunk has the process for itself, or is about to.
    var isReserved: Bool { isAlone || waiting > 0 }

    /// A chunk wants to be copied beside others; whether it may.
    mutating func share() -> Bool {
        guard !isReserved else { return false }
        sharing += 1
        return true
    }

    mutating func endSharing() {
        sharing -= 1
    }

    /// From now on nobody else comes in; `takeAlone` or `giveUp` follows.
    mutating func reserve() {
        waiting += 1
    }

    /// Whether the last of the others has left.
    mutating func takeAlone() -> Bool {
        guard sharing == 0, !isAlone else { return false }
        waiting -= 1
        isAlone = true
        return true
    }

    mutating func giveUp() {
        waiting -= 1
    }

    mutating func endAlone() {
        isAlone = false
    }
}
