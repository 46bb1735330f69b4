import Events
import ServiceLifecycle
import WorkQueue

/// Runs all slots of a worker, each in a structured task.
struct SlotsService: Service {
    let slots: [Slot]
    let state: SharedWorkerState
    let queue: WorkQueue
    let events: Events

    /// Ends when every slot has ended: at a graceful shutdown, or when no work is left.
    func run() async throws {
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for slot in slots {
                    group.addTask { try await slot.run() }
                }
                try await group.waitForAll()
            }
        } onGracefulShutdown: {
            events.record(.workerStopping)
            state.stop()
        }
    }
}
