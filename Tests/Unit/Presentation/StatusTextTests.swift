import Events
import Model
import Presentation
import Testing
import WorkQueue

@Suite("Status for people")
struct StatusTextTests {
    @Test("a run is shown with its facts, an aligned table, errors and workers")
    func run() {
        let status = Samples.run([
            Samples.table("visits"),
            Samples.table("calls", state: .failed, done: 19, claimed: 0, failed: 1, error: "chunk 3: no such column"),
        ])
        let lines = StatusText.run(status, workers: [Samples.worker(1)], style: .plain)
        #expect(lines.first == "run       nightly  8f884571-2339-4433-bf39-943efc0fb546")
        #expect(
            lines.contains(
                "main.visits  analytics.visits  in_progress    5/20  500,000  2,000,000   25%  64.0 MiB   50.0k  0:30"))
        // Below the row of its table.
        let row = lines.firstIndex { $0.hasPrefix("main.calls") } ?? -2
        #expect(lines.indices.contains(row + 1) && lines[row + 1] == "  1 chunk failed: chunk 3: no such column")
        #expect(lines.contains { $0.hasPrefix("0df783fd  worker-1.example  1001  alive") })
    }

    @Test("a source breaker that isn't closed is shown with what it is waiting for")
    func breaker() {
        var breaker = BreakerStatus(state: .open, failures: 5, since: "", restSeconds: 26.4, error: "no\nroute")
        let lines = StatusText.run(Samples.run([], breaker: breaker), workers: [], style: .plain)
        #expect(lines.contains("source breaker open after 5 failures: no claims; next try in 0:27; no route"))
        breaker.state = .halfOpen
        breaker.error = nil
        #expect(
            StatusText.run(Samples.run([], breaker: breaker), workers: [], style: .plain)
                .contains("source breaker half_open after 5 failures: no claims; one slot tries the source"))
        breaker.state = .refused
        breaker.error = "login refused: 390318: expired; put a new token there"
        #expect(
            StatusText.run(Samples.run([], breaker: breaker), workers: [], style: .plain)
                .contains("source login refused: 390318: expired; put a new token there"))
    }

    @Test("an empty list is reported")
    func empty() {
        #expect(StatusText.chunks([], style: .plain) == ["no matching chunks"])
        #expect(StatusText.workers([], style: .plain) == ["no workers within the last hour"])
    }

    @Test("a log line contains tables, chunks, rows, rate and time left")
    func logLine() {
        var meter = RateMeter()
        let start = ContinuousClock.now
        meter.record(Samples.run([Samples.table("visits", copied: 0, bytes: 0)]), at: start)
        let status = Samples.run([Samples.table("visits", failed: 2, error: "why")])
        meter.record(status, at: start + .seconds(10))
        let line = ProgressLine(status: status, workers: [Samples.worker(1)], meter: meter).labels
        #expect(line[.rows] == "500000" && line[.rowsExpected] == "2000000" && line[.chunks] == "5")
        #expect(line[.chunksTotal] == "20" && line[.tables] == "0" && line[.tablesTotal] == "1")
        #expect(line[.rowsPerSecond] == "50000" && line[.etaSeconds] == "30")
        #expect(line[.failedChunks] == "2" && line[.error] == "why" && line[.workers] == "1")
    }
}
