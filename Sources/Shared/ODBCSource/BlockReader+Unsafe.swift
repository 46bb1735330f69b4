import CUnixODBC
import RowSource

/// Fetches blocks of rows into bound columns, alternating between two sets of buffers.
// SAFETY: used only on its connection's thread; other threads hold a reference only to keep its memory alive.
final class BlockReader: RowReader, @unchecked Sendable {
    /// The buffers that the driver fills for one block.
    private final class Block {
        let columns: [ColumnMemory]
        let statuses: UnsafeMutablePointer<SQLUSMALLINT>
        let rows: Int

        init(_ plan: ReadPlan) {
            rows = plan.rows
            columns = plan.columns.map { ColumnMemory($0, rows: plan.rows) }
            statuses = .allocate(capacity: plan.rows)
            statuses.initialize(repeating: SQLUSMALLINT(SQL_ROW_NOROW), count: plan.rows)
        }

        deinit {
            statuses.deallocate()
        }
    }

    private let blocks: [Block]
    private let fetched: UnsafeMutablePointer<SQLULEN>
    private var turn = 0
    private var rowsBefore = 0
    private(set) var longest: [Int: Int] = [:]

    init(_ plan: ReadPlan, _ statement: ODBCStatement) throws(SourceError) {
        blocks = [Block(plan), Block(plan)]
        fetched = .allocate(capacity: 1)
        fetched.initialize(to: 0)
        try statement.set(SQL_ATTR_ROW_ARRAY_SIZE, to: plan.rows)
        let result = SQLSetStmtAttr(statement.handle, SQLINTEGER(SQL_ATTR_ROWS_FETCHED_PTR), fetched, 0)
        try statement.check(result, "SQLSetStmtAttr")
    }

    deinit {
        fetched.deallocate()
    }

    func next(_ statement: ODBCStatement) throws(SourceError) -> ColumnBatch? {
        turn = 1 - turn
        let block = blocks[turn]
        try bind(block, to: statement)
        fetched.pointee = 0
        let outcome: ODBCStatement.Fetched
        do throws(SourceError) {
            outcome = try statement.fetch()
        } catch {
            throw cutInCharacter(error)
        }
        if outcome == .end { return nil }
        let count = Int(clamping: fetched.pointee)
        guard count > 0, count <= block.rows else {
            throw SourceError(
                .other, operation: "SQLFetch",
                message: "the driver reports \(count) rows in a block of \(block.rows)")
        }
        // Read before any other call, which would replace the driver's diagnostics.
        let warning = outcome == .rowsWithWarning ? statement.diagnostics : nil
        try checkStatuses(block, count, warning, statement)
        try checkLengths(block, count, warning)
        var columns: [ColumnVector] = []
        columns.reserveCapacity(block.columns.count)
        for column in block.columns {
            columns.append(try column.vector(count, after: rowsBefore))
        }
        rowsBefore += count
        return ColumnBatch(rowCount: count, columns: columns)
    }

    private func bind(_ block: Block, to statement: ODBCStatement) throws(SourceError) {
        let result = SQLSetStmtAttr(statement.handle, SQLINTEGER(SQL_ATTR_ROW_STATUS_PTR), block.statuses, 0)
        try statement.check(result, "SQLSetStmtAttr")
        for (index, memory) in block.columns.enumerated() {
            let result = SQLBindCol(
                statement.handle, SQLUSMALLINT(index + 1), memory.column.reading.cType, memory.values, memory.slot,
                memory.lengths)
            try statement.check(result, "SQLBindCol")
        }
    }

    /// Checks each row's status: a block may succeed although single rows failed.
    private func checkStatuses(
        _ block: Block, _ count: Int, _ warning: Diagnostics?, _ statement: ODBCStatement
    ) throws(SourceError) {
        for row in 0..<count {
            let status = Int32(block.statuses[row])
            guard status != SQL_ROW_SUCCESS, status != SQL_ROW_SUCCESS_WITH_INFO else { continue }
            var error = (warning ?? statement.diagnostics).error(
                operation: "SQLFetch", redactor: statement.session.redactor)
            error.message = "row \(rowsBefore + row + 1) can't be read: \(error.message)"
            throw cutInCharacter(error)
        }
    }

    /// MariaDB's driver fails a row if it would have to cut its UTF-16 text within a surrogate pair.
    ///
    /// Reading in pieces shows whether that was the cause.
    private func cutInCharacter(_ error: SourceError) -> SourceError {
        let isWide = blocks[0].columns.contains { $0.column.reading == .wideText }
        guard isWide, error.kind == .other || error.kind == .value else { return error }
        return SourceError(
            .outgrown, operation: error.operation, sqlState: error.sqlState, vendorCode: error.vendorCode,
            message: "\(error.message); the statement must be run again")
    }

    private func checkLengths(_ block: Block, _ count: Int, _ warning: Diagnostics?) throws(SourceError) {
        for (index, memory) in block.columns.enumerated() {
            guard let most = try memory.longestCut(count, after: rowsBefore) else { continue }
            longest[index] = max(most, 2 * memory.column.slot)
        }
        guard longest.isEmpty else {
            let names = longest.keys.sorted().map { "'\(block.columns[$0].column.name)'" }.joined(separator: ", ")
            throw SourceError(
                .outgrown, operation: "SQLFetch",
                message: "column \(names) has longer values than expected; the statement must be run again")
        }
        try warning?.refuseInexact()
    }
}

extension Diagnostics {
    /// Throws if values were changed in transit and the driver doesn't say which.
    func refuseInexact() throws(SourceError) {
        guard let record = saysCut ? records.first(where: { $0.sqlState == "01004" }) : inexact else { return }
        throw SourceError(
            .value, operation: "SQLFetch", sqlState: record.sqlState, vendorCode: record.vendorCode,
            message: "the driver reports that it changed a value, without saying which: \(record.message)")
    }
}
