import Synchronization

/// Notes that data in the target differ from what receipts prove, for the exit code.
final class DifferenceMark: Sendable {
    private let found = Atomic<Bool>(false)

    var isSet: Bool { found.load(ordering: .acquiring) }

    func set() { found.store(true, ordering: .releasing) }
}
