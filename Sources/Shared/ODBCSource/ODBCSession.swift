import CUnixODBC
import Glibc
import RowSource
import Text

/// An ODBC connection handle, used on one thread.
final class ODBCSession: DriverSession {
    let handle: SQLHDBC
    let redactor: Redactor
    /// The encoding of texts sent to this driver; determined by a probe after connecting.
    var callText: CallText
    /// The encoding of text values read; determined by the same probe.
    var valueText: ODBCSource.ValueText = .utf8

    private let environment: ODBCEnvironment
    private var isConnected = false

    init(environment: ODBCEnvironment, redactor: Redactor) throws(SourceError) {
        self.environment = environment
        self.redactor = redactor
        callText = .wide
        var handle: SQLHANDLE?
        guard succeeded(SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_DBC), environment.handle, &handle)), let handle else {
            throw SourceError(.other, operation: "SQLAllocHandle", message: "no ODBC connection handle")
        }
        self.handle = handle
    }

    deinit {
        if isConnected {
            SQLDisconnect(handle)
        }
        SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_DBC), handle)
    }

    func connect(_ connectionString: String, text: CallText, loginTimeout: Duration) throws(SourceError) {
        callText = text
        // Drivers without a login timeout ignore it.
        _ = snowmelt_set_connect_number(
            handle, SQLINTEGER(SQL_ATTR_LOGIN_TIMEOUT), SQLULEN(clamping: loginTimeout.components.seconds))
        let prompt = SQLUSMALLINT(SQL_DRIVER_NOPROMPT)
        let result: SQLRETURN
        switch text {
        case .narrow:
            var bytes = Array(connectionString.utf8) + [0]
            result = SQLDriverConnect(handle, nil, &bytes, SQLSMALLINT(SQL_NTS), nil, 0, nil, prompt)
        case .wide:
            var units = Array(connectionString.utf16) + [0]
            result = SQLDriverConnectW(handle, nil, &units, SQLSMALLINT(SQL_NTS), nil, 0, nil, prompt)
        }
        do throws(SourceError) {
            try check(result, "SQLDriverConnect")
        } catch {
            guard error.kind != .driverMissing else { throw missingDriver(error) }
            throw missingFile(ConnectionString(connectionString)) ?? error.whileConnecting
        }
        isConnected = true
    }

    func run(_ sql: String) throws(SourceError) {
        try ODBCStatement(self).execute(sql)
    }

    /// The error if SQLite's file can't be opened, for which its driver has one message, whatever the reason.
    private func missingFile(_ connection: ConnectionString) -> SourceError? {
        guard connection.driverFamily == .sqlite, let path = connection.value(for: "Database"),
            access(path, R_OK) != 0
        else { return nil }
        let reason = String(cString: strerror(errno))
        return SourceError(
            .connection, operation: "SQLDriverConnect", message: "the database file \(path) can't be read: \(reason)",
            advice: "Correct Database in source.connection; a relative path starts at the working directory.")
    }

    private func missingDriver(_ error: SourceError) -> SourceError {
        let drivers = environment.registeredDrivers().map { "'\($0)'" }
        let list = drivers.isEmpty ? "no driver" : drivers.joined(separator: ", ")
        var error = error
        error.message += "; registered here: \(list)"
        error.advice = """
            Name a registered driver in Driver=, or install it (on Debian: libsqliteodbc, odbc-postgresql, odbc-mariadb; \
            otherwise from its maker) and register it in odbcinst.ini.
            """
        return error
    }

    func disconnect() {
        guard isConnected else { return }
        SQLDisconnect(handle)
        isConnected = false
    }

    /// A text from SQLGetInfo; empty if the driver returns none.
    func info(_ item: Int32) -> String {
        var length: SQLSMALLINT = 0
        switch callText {
        case .narrow:
            var text = [SQLCHAR](repeating: 0, count: 512)
            guard succeeded(SQLGetInfo(handle, SQLUSMALLINT(item), &text, 512, &length)) else { return "" }
            return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
        case .wide:
            var text = [SQLWCHAR](repeating: 0, count: 512)
            guard succeeded(SQLGetInfoW(handle, SQLUSMALLINT(item), &text, 1024, &length)) else { return "" }
            return String(decoding: text.prefix { $0 != 0 }, as: UTF16.self)
        }
    }

    /// A number from SQLGetInfo; 0 if the driver returns none.
    func number(_ item: Int32) -> SQLUINTEGER {
        var number: SQLUINTEGER = 0
        return succeeded(SQLGetInfo(handle, SQLUSMALLINT(item), &number, 4, nil)) ? number : 0
    }

    private func check(_ result: SQLRETURN, _ operation: String) throws(SourceError) {
        guard !succeeded(result) else { return }
        throw Diagnostics(of: handle, type: SQL_HANDLE_DBC, text: callText).error(
            operation: operation, redactor: redactor)
    }
}
