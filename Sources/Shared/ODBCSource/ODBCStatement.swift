import CUnixODBC
import RowSource

/// An ODBC statement handle, used on its connection's thread.
final class ODBCStatement {
    enum Fetched {
        case rows
        /// Rows, with diagnostics.
        case rowsWithWarning
        case end
    }

    let handle: SQLHSTMT
    let session: ODBCSession
    /// The statement that fetches the next page, if the result is paged.
    var nextPage: String?

    init(_ session: ODBCSession) throws(SourceError) {
        self.session = session
        var handle: SQLHANDLE?
        let result = SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_STMT), session.handle, &handle)
        guard succeeded(result), let handle else {
            throw Diagnostics(of: session.handle, type: SQL_HANDLE_DBC, text: session.callText).error(
                operation: "SQLAllocHandle", redactor: session.redactor)
        }
        self.handle = handle
    }

    deinit {
        SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_STMT), handle)
    }

    /// Interrupts the running statement; may be called from any thread while the statement exists.
    var interruption: @Sendable () -> Void {
        // SAFETY: a handle is only a token for the driver manager; `SQLCancel` may be called from any thread.
        nonisolated(unsafe) let handle = handle
        return { SQLCancel(handle) }
    }

    func execute(_ sql: String) throws(SourceError) {
        let result: SQLRETURN
        switch session.callText {
        case .narrow:
            var bytes = Array(sql.utf8) + [0]
            result = SQLExecDirect(handle, &bytes, SQLINTEGER(SQL_NTS))
        case .wide:
            var units = Array(sql.utf16) + [0]
            result = SQLExecDirectW(handle, &units, SQLINTEGER(SQL_NTS))
        }
        // A statement that affects no rows may return NO_DATA.
        if result != SQLRETURN(SQL_NO_DATA) { try check(result, "SQLExecDirect") }
    }

    /// Closes the current result and runs another statement; column bindings are kept.
    func turn(to sql: String) throws(SourceError) {
        try check(SQLFreeStmt(handle, SQLUSMALLINT(SQL_CLOSE)), "SQLFreeStmt")
        try execute(sql)
    }

    func expectColumns(_ planned: Int) throws(SourceError) {
        let count = try columnCount()
        guard count > 0 else {
            throw SourceError(.statement, operation: "SQLNumResultCols", message: "the statement returns no rows")
        }
        guard count == planned else {
            throw SourceError(
                .statement, operation: "SQLNumResultCols",
                message: "the statement returns \(count) columns, but \(planned) were planned")
        }
    }

    func prepare(_ sql: String) throws(SourceError) {
        switch session.callText {
        case .narrow:
            var bytes = Array(sql.utf8) + [0]
            try check(SQLPrepare(handle, &bytes, SQLINTEGER(SQL_NTS)), "SQLPrepare")
        case .wide:
            var units = Array(sql.utf16) + [0]
            try check(SQLPrepareW(handle, &units, SQLINTEGER(SQL_NTS)), "SQLPrepare")
        }
    }

    func columnCount() throws(SourceError) -> Int {
        var count: SQLSMALLINT = 0
        try check(SQLNumResultCols(handle, &count), "SQLNumResultCols")
        return Int(count)
    }

    func fetch() throws(SourceError) -> Fetched {
        var result = SQLFetch(handle)
        if result == SQLRETURN(SQL_NO_DATA), let nextPage {
            try turn(to: nextPage)
            result = SQLFetch(handle)
        }
        if result == SQLRETURN(SQL_NO_DATA) { return .end }
        try check(result, "SQLFetch")
        return result == SQLRETURN(SQL_SUCCESS) ? .rows : .rowsWithWarning
    }

    /// Sets an integer attribute.
    func set(_ attribute: Int32, to value: Int) throws(SourceError) {
        try check(
            snowmelt_set_statement_number(handle, SQLINTEGER(attribute), SQLULEN(value)), "SQLSetStmtAttr")
    }

    /// The driver's diagnostics for the last call.
    var diagnostics: Diagnostics {
        Diagnostics(of: handle, type: SQL_HANDLE_STMT, text: session.callText)
    }

    func check(_ result: SQLRETURN, _ operation: String) throws(SourceError) {
        guard !succeeded(result) else { return }
        throw diagnostics.error(operation: operation, redactor: session.redactor)
    }
}
