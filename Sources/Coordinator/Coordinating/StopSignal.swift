import Synchronization

/// A user's wish to stop, set by a signal handler.
package final class StopSignal: Sendable {
    private let wish = Atomic<Bool>(false)

    package init() {}

    package var isSet: Bool { wish.load(ordering: .acquiring) }

    package func set() { wish.store(true, ordering: .releasing) }
}
