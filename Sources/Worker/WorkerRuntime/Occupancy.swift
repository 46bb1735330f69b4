/// Decides whether a process copies chunks side by side or one chunk alone.
///
/// The death of a process costs every chunk in it an attempt. So the last attempt at a chunk whose worker died runs
/// alone. Then a chunk that kills its workers harms no other chunk, and a chunk that was only in the same process
/// survives.
struct Occupancy: Hashable, Sendable {
    private var sharing = 0
    private var isAlone = false
    private var waiting = 0

    /// Whether one chunk is alone in the process, or waits to be.
    var isReserved: Bool { isAlone || waiting > 0 }

    /// Starts copying a chunk beside others; returns `false` if that isn't possible now.
    mutating func share() -> Bool {
        guard !isReserved else { return false }
        sharing += 1
        return true
    }

    mutating func endSharing() {
        sharing -= 1
    }

    /// Keeps other chunks from starting; `takeAlone` or `giveUp` must follow.
    mutating func reserve() {
        waiting += 1
    }

    /// Starts copying a chunk alone; returns `false` while other chunks are being copied.
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
