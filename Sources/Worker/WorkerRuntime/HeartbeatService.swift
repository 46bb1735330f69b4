import Events
import FaultPoints
import Model
import Postgres
import ServiceLifecycle
import WorkQueue

/// Renews the worker's lease, on a connection of its own so that no slot can delay it.
struct HeartbeatService: Service {
    let queue: WorkQueue
    let state: SharedWorkerState
    let run: RandomID?
    let events: Events

    /// Ends at a graceful shutdown; throws if the lease is lost.
    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let isRenewed = try await beat()
                // After a failed heartbeat, try again soon: waiting a whole interval could cost the lease.
                try await pause(for: isRenewed ? Lease.interval : .seconds(1))
            }
        }
    }

    /// Sends one heartbeat; returns whether it renewed the lease.
    private func beat() async throws -> Bool {
        try FaultPoint.beforeHeartbeat.reach()
        let sentAt = ContinuousClock.now
        do {
            guard let reply = try await queue.heartbeat(worker: state.identity.id, run: run) else {
                state.fence()
                events.record(.leaseLost)
                throw Failure(
                    .target, "this worker's lease ran out, so other workers may have taken its chunks",
                    hint: "Start a new worker process; nothing is lost.")
            }
            state.renewed(sentAt: sentAt, reply)
            return true
        } catch let error as PostgresError {
            events.record(.heartbeatFailed(error))
            return false
        }
    }
}

/// Sleeps; returns early if the task is cancelled.
func pause(for duration: Duration) async throws {
    do {
        try await Task.sleep(for: duration)
    } catch is CancellationError {
        return
    }
}
