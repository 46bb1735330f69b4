import CADBC
import Glibc
import RowSource
import Synchronization
import Text

/// A driver's library and its function table.
///
/// Loaded once per process and never unloaded: a library may have its own threads, and Go's runtime can't be unloaded.
final class LoadedDriver: @unchecked Sendable {
    // SAFETY: only the driver's entry point writes the table, before it is shared.
    let table: UnsafeMutablePointer<AdbcDriver>
    /// The library's file, for messages.
    let library: String
    /// Whether errors may contain the fields added by revision 1.1.
    let hasDetails: Bool

    private static let loaded = Mutex<[DriverSearch.Found: LoadedDriver]>([:])

    /// - Parameter entrypoint: the function that fills the table; `nil` to use the driver's manifest, or else the
    ///   convention.
    static func load(_ driver: String, entrypoint: String?) throws(SourceError) -> LoadedDriver {
        let search = DriverSearch { name in getenv(name).map { String(cString: $0) } }
        var found = try search.find(driver)
        found.entrypoint = entrypoint ?? found.entrypoint
        let place = found
        let result: Result<LoadedDriver, SourceError> = loaded.withLock { drivers in
            if let driver = drivers[place] { return .success(driver) }
            do throws(SourceError) {
                let driver = try LoadedDriver(place)
                drivers[place] = driver
                return .success(driver)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private init(_ found: DriverSearch.Found) throws(SourceError) {
        library = found.library
        guard let handle = dlopen(found.library, RTLD_NOW | RTLD_LOCAL) else {
            throw Self.missing("dlopen", dlerror().map { String(cString: $0) } ?? "the library can't be loaded")
        }
        let names = found.entrypoint.map { [$0] } ?? DriverName.entrypoints(of: found.library)
        guard let symbol = names.lazy.compactMap({ dlsym(handle, $0) }).first else {
            throw Self.missing(
                "dlsym",
                "\(found.library) has no function \(names.joined(separator: " or ")), so it isn't an ADBC driver, or "
                    + "its entry point must be named by source.entrypoint")
        }
        let initialize = unsafeBitCast(symbol, to: AdbcDriverInitFunc.self)
        let table = UnsafeMutablePointer<AdbcDriver>.allocate(capacity: 1)
        table.initialize(to: AdbcDriver())
        self.table = table
        do throws(SourceError) {
            hasDetails = try Self.fill(table, by: initialize)
        } catch {
            table.deallocate()
            throw error
        }
        let driver = table.pointee
        let needed: [(String, Bool)] = [
            ("DatabaseNew", driver.DatabaseNew == nil), ("DatabaseSetOption", driver.DatabaseSetOption == nil),
            ("DatabaseInit", driver.DatabaseInit == nil), ("DatabaseRelease", driver.DatabaseRelease == nil),
            ("ConnectionNew", driver.ConnectionNew == nil), ("ConnectionInit", driver.ConnectionInit == nil),
            ("ConnectionRelease", driver.ConnectionRelease == nil), ("StatementNew", driver.StatementNew == nil),
            ("StatementSetSqlQuery", driver.StatementSetSqlQuery == nil),
            ("StatementExecuteQuery", driver.StatementExecuteQuery == nil),
            ("StatementRelease", driver.StatementRelease == nil),
        ]
        let absent = needed.filter(\.1).map(\.0)
        guard absent.isEmpty else {
            throw Self.missing(
                "AdbcDriverInit", "\(found.library) is an ADBC driver that lacks \(absent.joined(separator: ", "))")
        }
    }

    deinit {
        // The table lacks a function, so it is freed; usable tables are kept.
        table.deallocate()
    }

    /// Fills the table; returns whether the driver supports revision 1.1.
    private static func fill(
        _ table: UnsafeMutablePointer<AdbcDriver>, by initialize: AdbcDriverInitFunc
    ) throws(SourceError) -> Bool {
        do throws(SourceError) {
            try context(table, hasDetails: true).call("AdbcDriverInit") {
                initialize(ADBC_VERSION_1_1_0, table, $0)
            }
            return true
        } catch {
            // A driver of revision 1.0 rejects unknown revisions.
            table.pointee = AdbcDriver()
            try context(table, hasDetails: false).call("AdbcDriverInit") {
                initialize(ADBC_VERSION_1_0_0, table, $0)
            }
            return false
        }
    }

    private static func context(_ table: UnsafeMutablePointer<AdbcDriver>, hasDetails: Bool) -> CallContext {
        CallContext(table: table, hasDetails: hasDetails, redactor: Redactor(secrets: []), isSnowflake: false)
    }

    private static func missing(_ operation: String, _ message: String) -> SourceError {
        .missingDriver(message, operation: operation)
    }
}

extension SourceError {
    /// The error if there is no driver, or it can't be loaded.
    static func missingDriver(_ message: String, operation: String = "dlopen") -> SourceError {
        SourceError(
            .driverMissing, operation: operation, message: message,
            advice: """
                Install the driver (for example `pip install adbc-driver-sqlite` or `dbc install sqlite`), and write \
                the path of its library as source.driver, or its name and the library's folder in ADBC_DRIVER_PATH.
                """)
    }
}
