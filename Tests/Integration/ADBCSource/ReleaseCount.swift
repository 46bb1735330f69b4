import CADBC
import Glibc
import Synchronization

/// Counts released arrays.
final class ReleaseCount: Sendable {
    private let released = Atomic<Int>(0)

    var value: Int { released.load(ordering: .relaxed) }

    func add() { released.add(1, ordering: .relaxed) }
}
