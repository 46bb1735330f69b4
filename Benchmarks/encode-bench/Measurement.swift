import Glibc
import PGCopy
import RowSource

/// What it took to encode some rows.
struct Measurement {
    let subject: Subject
    private let batches: [ColumnBatch]
    /// Where they lie.
    private let memory = DriverMemory()
    private let copy: FieldCopy
    private(set) var rows = 0
    private(set) var bytes = 0
    /// Processor time of the fastest round, in seconds: what else the machine does only ever adds to it.
    private(set) var seconds = Double.infinity
    /// What a row takes to copy, encoded.
    private(set) var nanosecondsPerCopy = Double.infinity

    init(_ subject: Subject) throws {
        self.subject = subject
        batches = subject.batches(in: memory)
        copy = try FieldCopy(subject.columns, batches)
    }

    var nanosecondsPerRow: Double { seconds / Double(rows) * 1e9 }
    var rowsPerSecond: Double { Double(rows) / seconds }
    var bytesPerSecond: Double { Double(bytes) / seconds }

    /// Encodes at least so many rows once more, as a chunk of them would be; nobody takes the bytes.
    mutating func run(rows wanted: Int) throws {
        var encoder = try CopyEncoder(columns: subject.columns)
        var start = Self.processorTime
        while encoder.rowsEncoded < wanted {
            for batch in batches { try encoder.encode(batch) { _ in } }
        }
        try encoder.finish { _ in }
        seconds = min(seconds, Self.processorTime - start)
        (rows, bytes) = (encoder.rowsEncoded, encoder.bytesEncoded)

        start = Self.processorTime
        let copied = copy.run()
        nanosecondsPerCopy = min(nanosecondsPerCopy, (Self.processorTime - start) / Double(copied) * 1e9)
    }

    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
