import Glibc
import PGCopy
import RowSource

/// The cost of encoding some rows.
struct Measurement {
    let subject: Subject
    private let batches: [ColumnBatch]
    /// The memory that holds the rows.
    private let memory = DriverMemory()
    private let copy: FieldCopy
    private(set) var rows = 0
    private(set) var bytes = 0
    /// Processor time of the fastest round, in seconds; other work on the machine can only increase it.
    private(set) var seconds = Double.infinity
    /// Nanoseconds to copy an encoded row.
    private(set) var nanosecondsPerCopy = Double.infinity

    init(_ subject: Subject) throws {
        self.subject = subject
        batches = subject.batches(in: memory)
        copy = try FieldCopy(subject.columns, batches)
    }

    var nanosecondsPerRow: Double { seconds / Double(rows) * 1e9 }
    var rowsPerSecond: Double { Double(rows) / seconds }
    var bytesPerSecond: Double { Double(bytes) / seconds }

    /// Encodes at least this many rows like a chunk, and discards the bytes.
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
