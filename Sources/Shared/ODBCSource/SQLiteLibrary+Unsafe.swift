import CUnixODBC
import Glibc

/// Configures the SQLite library that the ODBC driver uses in this process.
///
/// By default SQLite locks a process-wide mutex for each memory allocation, to count bytes, and a mutex of the
/// connection for each value that it returns. Slots contend for the first. The second protects a connection used by
/// several threads; here each has one (another thread may only interrupt it, which SQLite always allows). A driver that
/// wants locked connections opens them that way, and keeps the locks.
enum SQLiteLibrary {
    /// The library that the driver is linked with; a driver with a built-in SQLite isn't affected.
    private static let name = "libsqlite3.so.0"

    /// Turns both locks off, once, before the first connection, since the library accepts no settings later.
    ///
    /// `false` if the library isn't installed or was already in use.
    static let isUnguarded: Bool = {
        guard let library = dlopen(name, RTLD_NOW | RTLD_LOCAL), let configure = dlsym(library, "sqlite3_config") else {
            return false
        }
        // SAFETY: the symbol is the function documented by SQLite as `int sqlite3_config(int, ...)`. The library is
        // never unloaded.
        return snowmelt_sqlite_config(configure, snowmelt_sqlite_multithread, 0) == 0
            && snowmelt_sqlite_config(configure, snowmelt_sqlite_memory_status, 0) == 0
    }()
}
