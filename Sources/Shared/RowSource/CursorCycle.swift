/// Tracks which cursor a connection reads, and how its statements begin and end.
///
/// A state machine without I/O; the connection performs what it returns:
///
///     idle --begin--> running --opened--> reading --finished--> idle, and the reader may ask again
///       ^                |                   |
///       +------stop------+-------stop--------+  idle, and the reader is refused
///
/// A connection runs one statement at a time, in its own transaction if the dialect wants one. The connection disarms
/// its `CancelSwitch` before it stops, because stopping frees the statement.
package struct CursorCycle<Reading> {
    /// How to end the transaction around a statement.
    package enum Ending: Equatable {
        /// No transaction.
        case none
        /// Run this statement; close the connection if it fails.
        case statement(String)
        /// Close the connection: ending the transaction would wait for all remaining rows.
        case close
    }

    /// What is being read.
    package private(set) var reading: Reading?
    private var reader: AnyObject?
    /// The reader that most recently finished reading its rows.
    private weak var finishedReader: AnyObject?
    private var transaction: ReadTransaction?
    /// The operation that fetches rows, for errors.
    private let operation: String

    package init(fetching operation: String) {
        self.operation = operation
    }

    /// Begins a statement; returns the statements to run before it.
    package mutating func begin(in transaction: ReadTransaction?) -> [String] {
        self.transaction = transaction
        return transaction?.beginning ?? []
    }

    /// Records that the statement returns rows, which `reader` reads.
    package mutating func opened(_ reader: AnyObject, _ reading: Reading) {
        self.reader = reader
        self.reading = reading
    }

    package func isReading(_ reader: AnyObject) -> Bool {
        self.reader === reader
    }

    /// What `reader` reads; `nil` after its end.
    ///
    /// Throws if the reader was stopped, so that an interruption isn't mistaken for the end of the data.
    package func reading(of reader: AnyObject) throws(SourceError) -> Reading? {
        if isReading(reader) { return reading }
        if let finishedReader, finishedReader === reader { return nil }
        throw SourceError(
            .statement, operation: operation, message: "the cursor was ended before all its rows were read")
    }

    /// Records that the stopped `reader` had read all its rows.
    package mutating func finished(_ reader: AnyObject) {
        finishedReader = reader
    }

    /// Stops reading and releases the statement.
    ///
    /// - Parameter isCut: whether more rows are in flight, which ending the transaction would wait for.
    package mutating func stop(isCut: Bool = false) -> Ending {
        (reader, reading) = (nil, nil)
        guard let transaction else { return .none }
        self.transaction = nil
        return isCut ? .close : .statement(transaction.end)
    }
}
