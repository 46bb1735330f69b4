// Foundation: only for the environment.
import Foundation
import TestKit

/// Puts load on the work queue: a million chunks, and a hundred workers with instant transfers.
///
/// It uses a private PostgreSQL server, which is removed when the program ends. `CHUNKS`, `WORKERS`, `RATE` and
/// `PHASE_SECONDS` change the size; `CHUNKS=20000 PHASE_SECONDS=5` is quick.
@main
struct QueueLoad {
    static func main() async throws {
        let options = try LoadOptions(environment: ProcessInfo.processInfo.environment)
        let cluster = try await PostgresCluster.start(settings: [
            // As durable as a production server; only memory and WAL are sized for the load.
            "fsync = on", "full_page_writes = on", "shared_buffers = '512MB'", "max_wal_size = '4GB'",
            "max_connections = \(2 * options.workers + 50)",
        ])
        var scenarios: [Scenario] = []
        for (chunks, holdsHorizon) in [(options.chunks / 100, false), (options.chunks, false), (options.chunks, true)] {
            let name = "\(chunks) chunks\(holdsHorizon ? ", horizon held" : "")"
            FileHandle.standardError.write(Data("\(name) …\n".utf8))
            scenarios.append(
                try await Scenario.run(name, chunks: chunks, holdsHorizon: holdsHorizon, options: options, in: cluster))
        }
        try await cluster.stop()
        print(Report(options: options, scenarios: scenarios).text)
    }
}
