import Model
import WorkQueue

/// Runs, tables and workers to render.
enum Samples {
    static func table(
        _ name: String, state: TablePhase = .inProgress, total: Int = 20, done: Int = 5, claimed: Int = 2,
        failed: Int = 0, expected: Int = 2_000_000, copied: Int = 500_000, bytes: Int = 64 << 20,
        seconds: Double? = 10, error: String? = nil
    ) -> TableStatus {
        TableStatus(
            source: QualifiedName(schema: "main", name: name), target: QualifiedName(schema: "analytics", name: name),
            state: state, total: total, done: done, claimed: claimed, ready: total - done - claimed - failed,
            failed: failed, expectedRows: expected, copiedRows: copied, rejectedRows: 0, bytes: bytes,
            seconds: seconds, error: error)
    }

    static func run(
        _ tables: [TableStatus], state: RunPhase = .inProgress, breaker: BreakerStatus? = nil,
        standstill: RunStatus.Standstill? = nil
    ) -> RunStatus {
        RunStatus(
            id: RandomID(text: "8f884571-2339-4433-bf39-943efc0fb546"), name: "nightly", state: state,
            source: "Driver=SQLite3", snapshot: "unpinned", coordinator: "ann@host, process 7",
            createdAt: "2026-11-22T23:31:02.859852Z", completedAt: nil, seconds: 723, tables: tables,
            breaker: breaker, standstill: standstill)
    }

    static func worker(_ number: Int, state: WorkerPhase = .alive) -> WorkerStatus {
        WorkerStatus(
            id: RandomID(text: "0df783fd-0000-4000-8000-00000000000\(number % 10)"), host: "worker-\(number).example",
            pid: 1000 + number, slots: 8, version: "0.1.0", state: state, chunks: 3,
            startedAt: "2026-11-22T23:31:03.1Z", leaseUntil: "2026-11-22T23:31:33.1Z")
    }
}
