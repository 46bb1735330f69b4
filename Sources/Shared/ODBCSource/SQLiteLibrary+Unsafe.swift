import CUnixODBC
import Glibc

/// SQLite's own library, as its ODBC driver uses it in this process.
///
/// As it comes, it locks a mutex of the process for each piece of memory that it takes, to count its bytes, and one of
/// the connection for each value that it hands over. Several slots wait for each other on the first; the second guards
/// against threads on one connection, of which there is one here (another thread does nothing but interrupt it, which
/// SQLite allows at any time). A driver that wants its connections guarded opens them so, and keeps that.
enum SQLiteLibrary {
    /// The library that the driver is linked with; a driver that brings its own isn't reached, and works as it would.
    private static let name = "libsqlite3.so.0"

    /// Takes both locks out, once, before the first connection: the library takes no settings later.
    ///
    /// False where the library isn't there or was in use already.
    static let isUnguarded: Bool = {
        guard let library = dlopen(name, RTLD_NOW | RTLD_LOCAL), let configure = dlsym(library, "sqlite3_config") else {
            return false
        }
        // SAFETY: the symbol is the function that SQLite documents by this name: `int sqlite3_config(int, ...)`. The
        // library stays loaded.
        return snowmelt_sqlite_config(configure, snowmelt_sqlite_multithread, 0) == 0
            && snowmelt_sqlite_config(configure, snowmelt_sqlite_memory_status, 0) == 0
    }()
}
