import Events
import FaultPoints
import Model
import Postgres
import ServiceLifecycle
import WorkQueue

/// Renews the worker's lease, on a connection of its own so that no slot can hold it up.
struct HeartbeatService: Service {
    let queue: WorkQueue
    let state: SharedWorkerState
    let run: RandomID?
    let events: Events

    /// Ends at a graceful shutdown; throws when the lease is gone for good.
    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let isRenewed = try await beat()
                // A lost beat is made up for soon: waiting for the next would cost the lease.
                try await pause(for: isRenewed ? Lease.interval : .seconds(1))
            }
        }
    }

    /// Whether the lease was renewed.
    private func beat() async throws -> Bool {
        try FaultPoint.beforeHeartbeat.reach()
        let sentAt = ContinuousClock.now
        do {
            guard let reply = try await queue.heartbeat(worker: state.identity.id, run: run) else {
                state.fence()
                events.record(.leaseLost)
                throw Failure(
                    .target, "this worker's lease ran out, so its chunks may be with others now",
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

/// Sleeps; returns early when the task is cancelled.
func pause(for duration: Duration) async throws {
    do {
        try await Task.sleep(for: duration)
    } catch is CancellationError {
        return
    }
}
