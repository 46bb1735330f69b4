import Synchronization

/// Records, for the exit code, that data in the target differs from the receipts.
final class DifferenceMark: Sendable {
    private let found = Atomic<Bool>(false)

    var isSet: Bool { found.load(ordering: .acquiring) }

    func set() { found.store(true, ordering: .releasing) }
}
