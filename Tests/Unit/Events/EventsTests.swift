import Events
import Logging
import Model
import Synchronization
import Testing

@Suite("Events of a run")
struct EventsTests {
    /// Records events.
    private final class Memory: EventSink {
        let recorded = Mutex<[(name: String, labels: [EventLabel: String])]>([])

        func record(_ event: RunEvent, labels: [EventLabel: String]) {
            recorded.withLock { $0.append((event.record.name, labels)) }
        }
    }

    /// Records log lines, as `level message key=value`.
    private struct LineMemory: LogHandler {
        final class Lines: Sendable {
            let all = Mutex<[String]>([])
        }

        let lines: Lines
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let pairs = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            let words = ["\(event.level)", "\(event.message)"] + pairs
            lines.all.withLock { $0.append(words.joined(separator: " ")) }
        }
    }

    @Test("every sink receives every event, with its place's labels and its own")
    func sinks() {
        let (one, other) = (Memory(), Memory())
        let events = Events([one, other]).labelled([.slot: "3", .rows: "of the place"])
        events.labelled([.chunk: "7"]).record(.chunkCopied(rows: 5, bytes: 60))
        events.record(.chunkSplit)
        for sink in [one, other] {
            let recorded = sink.recorded.withLock { $0 }
            #expect(recorded.map(\.name) == ["chunk copied", "chunk split: its halves take its place"])
            #expect(recorded[0].labels == [.slot: "3", .chunk: "7", .rows: "5", .bytes: "60"])
            #expect(recorded[1].labels == [.slot: "3", .rows: "of the place"])
        }
    }

    @Test("labels whose unit isn't text are numbers in the log's metadata")
    func numbers() {
        for label in EventLabel.allCases {
            if case .stringConvertible(let number) = label.metadata("12") {
                #expect(label.unit != .text && number as? Int == 12, "\(label)")
            } else {
                #expect(label.unit == .text, "\(label)")
            }
        }
    }

    @Test("the log contains the level, the name and the labels")
    func log() {
        let lines = LineMemory.Lines()
        let events = Events(log: Logger(label: "test") { _ in LineMemory(lines: lines) }).labelled([.slot: "3"])
        events.record(.workerStarted(worker: RandomID(text: "w"), slots: 8, pid: 42))
        events.record(.noConnectionToPublish(CancellationError()))
        events.record(.breakerOpened(failures: 5, rest: .milliseconds(29_600), CancellationError()))
        events.record(.chunkReleased(.leaseLost))
        #expect(
            lines.all.withLock { $0 } == [
                "info worker started pid=42 slot=3 slots=8 worker=w",
                "warning source breaker open: no claims until the source answers again error=CancellationError() "
                    + "failures=5 rest_seconds=30 slot=3",
                "warning chunk released: the worker's lease ran out slot=3",
            ])
    }
}
