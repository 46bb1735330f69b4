import CUnixODBC
import RowSource

/// An ODBC environment handle, one per connection so that threads share nothing.
final class ODBCEnvironment {
    let handle: SQLHENV

    /// Whether unixODBC has located its configuration files; determined once, on one thread.
    ///
    /// Up to version 2.3.12 it sets its "located" flag before it stores the location. Another thread that asks at that
    /// moment finds no driver.
    private static let knowsItsFiles: Bool = {
        do throws(SourceError) {
            return try !ODBCEnvironment(isFirst: true).registeredDrivers().isEmpty
        } catch {
            return false  // the next environment reports the error
        }
    }()

    convenience init() throws(SourceError) {
        _ = Self.knowsItsFiles
        try self.init(isFirst: false)
    }

    private init(isFirst: Bool) throws(SourceError) {
        _ = LetterLocale.isUnicode
        var handle: SQLHANDLE?
        guard succeeded(SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_ENV), nil, &handle)), let handle else {
            throw SourceError(.other, operation: "SQLAllocHandle", message: "no ODBC environment: out of memory")
        }
        self.handle = handle
        guard succeeded(snowmelt_set_env_version(handle)) else {
            throw SourceError(.other, operation: "SQLSetEnvAttr", message: "the driver manager doesn't support ODBC 3")
        }
    }

    deinit {
        SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_ENV), handle)
    }

    /// The names under which drivers are registered.
    func registeredDrivers() -> [String] {
        var drivers: [String] = []
        var direction = SQLUSMALLINT(SQL_FETCH_FIRST)
        while true {
            var name = [SQLCHAR](repeating: 0, count: 256)
            var nameLength: SQLSMALLINT = 0
            var attributes = [SQLCHAR](repeating: 0, count: 1024)
            var attributesLength: SQLSMALLINT = 0
            let result = SQLDrivers(
                handle, direction, &name, 256, &nameLength, &attributes, 1024, &attributesLength)
            guard succeeded(result) else { return drivers.sorted() }
            drivers.append(String(decoding: name.prefix { $0 != 0 }, as: UTF8.self))
            direction = SQLUSMALLINT(SQL_FETCH_NEXT)
        }
    }
}
