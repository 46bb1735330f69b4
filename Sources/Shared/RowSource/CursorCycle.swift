/// Which cursor a connection reads, and how its statements begin and end.
///
/// It decides, and the connection acts:
///
///     idle --begin--> running --opened--> reading --finished--> idle, and the reader may ask again
///       ^                |                   |
///       +------stop------+-------stop--------+  idle, and the reader is refused
///
/// A connection has one statement at a time, in a transaction of its own where the dialect wants one. The connection
/// disarms its `CancelSwitch` before it stops, for the statement is freed with what it reads.
package struct CursorCycle<Reading> {
    /// How the transaction around a statement ends.
    package enum Ending: Equatable {
        /// There is none.
        case none
        /// By this statement; the connection is closed if that fails.
        case statement(String)
        /// With the connection: the statement would wait until all other rows have come.
        case close
    }

    /// What is read now.
    package private(set) var reading: Reading?
    private var reader: AnyObject?
    /// The reader whose rows were all read last.
    private weak var finishedReader: AnyObject?
    private var transaction: ReadTransaction?
    /// What fetches rows, for errors.
    private let operation: String

    package init(fetching operation: String) {
        self.operation = operation
    }

    /// A statement begins; returns what is to be run before it.
    package mutating func begin(in transaction: ReadTransaction?) -> [String] {
        self.transaction = transaction
        return transaction?.beginning ?? []
    }

    /// The statement has rows, which `reader` reads.
    package mutating func opened(_ reader: AnyObject, _ reading: Reading) {
        self.reader = reader
        self.reading = reading
    }

    package func isReading(_ reader: AnyObject) -> Bool {
        self.reader === reader
    }

    /// What `reader` reads; nil after its end.
    ///
    /// Throws for a reader that was stopped, which must not look like an end.
    package func reading(of reader: AnyObject) throws(SourceError) -> Reading? {
        if isReading(reader) { return reading }
        if let finishedReader, finishedReader === reader { return nil }
        throw SourceError(
            .statement, operation: operation, message: "the cursor was ended before all its rows were read")
    }

    /// `reader`, which was stopped, had read all its rows.
    package mutating func finished(_ reader: AnyObject) {
        finishedReader = reader
    }

    /// Lets go of what is read.
    ///
    /// - Parameter isCut: whether more rows are on their way, which the transaction's end would wait for.
    package mutating func stop(isCut: Bool = false) -> Ending {
        (reader, reading) = (nil, nil)
        guard let transaction else { return .none }
        self.transaction = nil
        return isCut ? .close : .statement(transaction.end)
    }
}
