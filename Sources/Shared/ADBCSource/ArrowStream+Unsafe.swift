import CADBC
import RowSource
import Text

/// A stream of a driver's batches, with their schema.
///
/// Used on its connection's thread.
final class ArrowStream {
    /// The operation that fetches a batch, for errors.
    static let fetching = "get_next"

    private(set) var fields: [ArrowField] = []
    private let context: CallContext
    private let stream: UnsafeMutablePointer<ArrowArrayStream>
    /// Keeps alive what must not be released before the stream.
    private let owner: AnyObject

    /// - Parameters:
    /// - owner: the statement or session that the stream belongs to.
    /// - open: the call that fills the stream.
    init(
        _ context: CallContext, of owner: AnyObject,
        open: (UnsafeMutablePointer<ArrowArrayStream>) throws(SourceError) -> Void
    ) throws(SourceError) {
        self.context = context
        self.owner = owner
        stream = .allocate(capacity: 1)
        stream.initialize(to: ArrowArrayStream())
        try open(stream)
        // A statement without a result has no stream.
        guard stream.pointee.release != nil, let getSchema = stream.pointee.get_schema else { return }
        var schema = ArrowSchema()
        let code = getSchema(stream, &schema)
        guard code == 0 else { throw error(code, "get_schema") }
        defer { schema.release?(&schema) }
        fields = try ArrowField(schema).children
    }

    deinit {
        stream.pointee.release?(stream)
        stream.deallocate()
    }

    /// The next batch, which may be empty; `nil` at the end.
    func next() throws(SourceError) -> ArrowBatch? {
        guard stream.pointee.release != nil, let getNext = stream.pointee.get_next else { return nil }
        let batch = ArrowBatch()
        let code = getNext(stream, batch.array)
        guard code == 0 else {
            // After a failed call the array's contents are undefined and must not be released.
            batch.array.pointee.release = nil
            throw error(code, Self.fetching)
        }
        guard batch.array.pointee.release != nil else { return nil }
        let columns = batch.array.pointee.n_children
        guard columns == fields.count else {
            throw SourceError(
                .other, operation: Self.fetching,
                message: "the driver returned \(columns) columns, but declared \(fields.count)")
        }
        return batch
    }

    /// The driver's error for a failed call: in full if available, otherwise one line.
    private func error(_ code: Int32, _ operation: String) -> SourceError {
        if let detailed = context.table.pointee.ErrorFromArrayStream {
            var status = AdbcStatusCode(0)
            if let error = detailed(stream, &status), error.pointee.message != nil {
                return context.sourceError(error.pointee, status: status, operation: operation)
            }
        }
        let text = stream.pointee.get_last_error.flatMap { $0(stream) }.map { String(cString: $0) }
        // 125 is ECANCELED, which ADBC uses for an interrupted stream.
        let status = AdbcStatusCode(code == 125 ? ADBC_STATUS_CANCELLED : ADBC_STATUS_INTERNAL)
        let message = text ?? "the driver failed with errno \(code)"
        return context.sourceError(message, status: status, operation: operation)
    }
}
