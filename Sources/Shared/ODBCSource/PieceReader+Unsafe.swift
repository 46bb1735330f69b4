import CUnixODBC
import RowSource

/// Fetches rows and values one by one, long values in pieces: slower, but never truncates.
///
/// Rows whose values fit their slots fill batches as in a block. A row with a longer value becomes a batch of its own,
/// in separately allocated memory.
// SAFETY: used only on its connection's thread; other threads hold a reference only to keep its memory alive.
final class PieceReader: RowReader, @unchecked Sendable {
    private let plan: ReadPlan
    private let blocks: [[ColumnMemory]]
    private var turn = 0
    private var rowsBefore = 0
    /// A row with long values that was found while a batch was being filled.
    private var waiting: [ColumnMemory]?
    /// The most recent batches of long rows; a batch stays in use until the second call after it.
    private var handedOut: [[ColumnMemory]] = []
    private let maxValueBytes: Int
    private var isAtEnd = false
    /// The row being read, counted from 0, for messages.
    private var position = 0
    private(set) var longest: [Int: Int] = [:]

    /// Maximum bytes per call: drivers store lengths in 32 bits.
    private static let largestPiece = 1 << 30

    init(_ plan: ReadPlan, _ statement: ODBCStatement, maxValueBytes: Int = .max) throws(SourceError) {
        self.plan = plan
        self.maxValueBytes = maxValueBytes
        blocks = (0..<2).map { _ in plan.columns.map { ColumnMemory($0, rows: plan.rows) } }
        try statement.set(SQL_ATTR_ROW_ARRAY_SIZE, to: 1)
    }

    func next(_ statement: ODBCStatement) throws(SourceError) -> ColumnBatch? {
        // The batch before the last is no longer in use, and another long value may follow.
        if handedOut.count > 1 { handedOut.removeFirst() }
        if let waiting { return try handOut(waiting) }
        turn = 1 - turn
        let block = blocks[turn]
        var count = 0
        while count < plan.rows, !isAtEnd {
            if try statement.fetch() == .end {
                isAtEnd = true
                break
            }
            position = rowsBefore + count
            if let long = try readRow(count, of: block, statement) {
                if count == 0 { return try handOut(long) }
                waiting = long
                break
            }
            count += 1
        }
        guard count > 0 else { return nil }
        handedOut.append([])
        return try batch(block, count)
    }

    private func handOut(_ row: [ColumnMemory]) throws(SourceError) -> ColumnBatch {
        waiting = nil
        handedOut.append(row)
        return try batch(row, 1)
    }

    private func batch(_ columns: [ColumnMemory], _ count: Int) throws(SourceError) -> ColumnBatch {
        var vectors: [ColumnVector] = []
        vectors.reserveCapacity(columns.count)
        for column in columns {
            vectors.append(try column.vector(count, after: rowsBefore))
        }
        rowsBefore += count
        return ColumnBatch(rowCount: count, columns: vectors)
    }

    /// Reads the values of a row in order, which every driver supports.
    ///
    /// Returns separately allocated memory if a value is too long for its slot; otherwise `nil`.
    private func readRow(
        _ row: Int, of block: [ColumnMemory], _ statement: ODBCStatement
    ) throws(SourceError) -> [ColumnMemory]? {
        var long: [Int: ColumnMemory] = [:]
        for (index, memory) in block.enumerated() {
            let slot = memory.values + row * memory.slot
            let answer = try get(index, memory, into: slot, memory.slot, statement)
            memory.lengths[row] = answer.length
            if answer.isCut {
                let value = ColumnMemory(memory.column, rows: 1)
                value.values.copyMemory(from: slot, byteCount: memory.slot)
                if memory.column.reading == .hexText, value.isBlob {
                    try readDigits(index, of: value, announced: answer.length, statement)
                } else {
                    try readRest(index, of: value, announced: answer.length, statement)
                }
                long[index] = value
                longest[index] = max(longest[index] ?? 0, value.lengths[0])
            } else if memory.column.reading.fixedWidth == nil, answer.length > longest[index] ?? 0 {
                longest[index] = answer.length
            }
        }
        guard !long.isEmpty else { return nil }
        return block.enumerated().map { index, memory in
            if let value = long[index] { return value }
            let copy = ColumnMemory(memory.column, rows: 1)
            copy.copyRow(row, of: memory)
            return copy
        }
    }

    private struct Answer {
        /// The driver's answer: bytes that remained before the call, −1 for NULL, −4 for unknown.
        var length: Int
        var isCut: Bool
    }

    /// - Parameter memory: the column's memory; `pointer` points into it.
    private func get(
        _ index: Int, _ memory: ColumnMemory, into pointer: UnsafeMutableRawPointer, _ bytes: Int,
        _ statement: ODBCStatement
    ) throws(SourceError) -> Answer {
        let reading = memory.column.reading
        var length = -1
        let result = SQLGetData(statement.handle, SQLUSMALLINT(index + 1), reading.cType, pointer, bytes, &length)
        // The value has already been read completely.
        if result == SQLRETURN(SQL_NO_DATA) { return Answer(length: 0, isCut: false) }
        try statement.check(result, "SQLGetData")
        if length == -1 { return Answer(length: -1, isCut: false) }
        let isUnknown = length == ColumnMemory.unknownLength && result == SQLRETURN(SQL_SUCCESS_WITH_INFO)
        guard length >= 0 || (isUnknown && reading.fixedWidth == nil) else { throw memory.wrongLength(position) }
        guard reading.fixedWidth == nil else { return Answer(length: length, isCut: false) }
        if isUnknown || length > bytes - reading.terminator { return Answer(length: length, isCut: true) }
        if result == SQLRETURN(SQL_SUCCESS_WITH_INFO) {
            let diagnostics = statement.diagnostics
            // The driver reports the length of the piece instead of the remainder.
            if diagnostics.saysCut { return Answer(length: ColumnMemory.unknownLength, isCut: true) }
            try diagnostics.refuseInexact()
        }
        guard memory.endsAt(length, pointer) else { throw memory.wrongLength(position) }
        return Answer(length: length, isCut: false)
    }

    /// Refuses a value that is too long before reading all of it.
    private func checkLength(_ length: Int, isWhole: Bool, _ memory: ColumnMemory) throws(SourceError) {
        let bytes = memory.column.reading.valueBytes(length)
        guard bytes > maxValueBytes else { return }
        throw MaximumLength.refusal(
            of: isWhole ? bytes : nil, maximum: maxValueBytes, column: memory.column.name, row: position + 1,
            operation: "SQLGetData")
    }

    /// Reads the remainder of a value after its first piece.
    private func readRest(
        _ index: Int, of memory: ColumnMemory, announced: Int, _ statement: ODBCStatement
    ) throws(SourceError) {
        let terminator = memory.column.reading.terminator
        var filled = memory.slot - terminator
        var left = announced < 0 ? -1 : announced - filled
        while true {
            try checkLength(max(announced, filled), isWhole: announced >= 0, memory)
            let room = min(left >= 0 ? left + terminator + 8 : memory.slot, Self.largestPiece)
            memory.grow(to: filled + room, keeping: filled)
            let answer = try get(index, memory, into: memory.values + filled, room, statement)
            if left > 0, answer.length > left, answer.length - left < 4 {
                // The driver ended the first piece early, so as not to split a character.
                let gap = answer.length - left
                (memory.values + filled - gap).copyMemory(
                    from: memory.values + filled, byteCount: min(answer.length, room - terminator))
                filled -= gap
                left += gap
            }
            guard answer.isCut else {
                // If the driver announced a length, all of it must have arrived.
                guard left < 0 || answer.length == left else { throw memory.wrongLength(position) }
                filled += max(answer.length, 0)
                break
            }
            filled += room - terminator
            left = answer.length < 0 ? -1 : answer.length - (room - terminator)
        }
        memory.lengths[0] = filled
    }

    private static let digitPiece = 256 << 10

    /// Reads the remainder of a blob printed as `X'…'`; each piece is decoded at once, so that a long blob isn't also
    /// held in memory as digits.
    private func readDigits(
        _ index: Int, of memory: ColumnMemory, announced: Int, _ statement: ODBCStatement
    ) throws(SourceError) {
        let piece = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.digitPiece + 1)
        defer { piece.deallocate() }
        var count = memory.slot - 3
        piece.update(from: memory.values.assumingMemoryBound(to: UInt8.self) + 2, count: count)
        var filled = 0
        var isEnded = false
        while true {
            try checkLength(max(announced, 2 * filled), isWhole: announced >= 0, memory)
            let room = filled + max(count / 2, announced / 2 - filled)
            if room > memory.slot { memory.grow(to: max(room, announced < 0 ? 2 * memory.slot : 0), keeping: filled) }
            do throws(ClassedValue.Refusal) {
                let bytes = memory.values.assumingMemoryBound(to: UInt8.self) + filled
                filled += try ClassedValue.decodeHex(piece, count / 2, into: bytes)
            } catch {
                throw memory.unreadable(position, error)
            }
            if isEnded { break }
            // An odd digit at the end belongs to the next piece.
            let kept = count % 2
            if kept == 1 { piece[0] = piece[count - 1] }
            let answer = try get(index, memory, into: UnsafeMutableRawPointer(piece + kept), Self.digitPiece, statement)
            count = kept + (answer.isCut ? Self.digitPiece - 1 : max(answer.length, 0))
            if !answer.isCut {
                isEnded = true
                count -= 1
                guard count >= 0, count % 2 == 0, piece[count] == UInt8(ascii: "'") else {
                    throw memory.wrongLength(position)
                }
            }
        }
        guard announced < 0 || filled == (announced - 3) / 2 else { throw memory.wrongLength(position) }
        memory.holdsBytes(filled)
    }
}
