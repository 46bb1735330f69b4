import Events
import Logging
import Synchronization
import Testing
import WorkerRuntime

@Suite("What a worker logs of its copies")
struct CopyReportTests {
    private final class Memory: EventSink {
        let lines = Mutex<[[EventLabel: String]]>([])

        func record(_ event: RunEvent, labels: [EventLabel: String]) {
            #expect(event.record.level == .info && event.record.name == "chunks copied")
            lines.withLock { $0.append(labels) }
        }
    }

    @Test("one line has the sum of the chunks since the last line, and their rate; without chunks there is none")
    func sums() throws {
        let memory = Memory()
        let report = CopyReport(events: Events([memory]))
        let start = ContinuousClock.now
        report.report(at: start)
        report.record(.chunkCopied(rows: 5, bytes: 60), labels: [:])
        report.record(.chunkSplit, labels: [:])
        report.record(.chunkCopied(rows: 15, bytes: 40), labels: [:])
        report.report(at: start + .seconds(5))
        report.report(at: start + .seconds(10))
        report.record(.chunkCopied(rows: 10, bytes: 10), labels: [:])
        report.report(at: start + .seconds(15))
        let lines = memory.lines.withLock { $0 }
        #expect(
            lines == [
                [.chunks: "2", .rows: "20", .bytes: "100", .rowsPerSecond: "4", .bytesPerSecond: "20"],
                [.chunks: "1", .rows: "10", .bytes: "10", .rowsPerSecond: "2", .bytesPerSecond: "2"],
            ])
    }
}
