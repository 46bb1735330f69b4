// Foundation: files of the fixture's folder.
import Foundation

/// A new database behind a real ODBC driver that can be made to fail: SQLite's or psqlODBC.
///
/// `Tests/ODBCFixture/driver.c` wraps the driver, and is compiled into the fixture's own folder with the C compiler
/// that Swift links with. A fault that is `set` applies from the next call on, in every process that uses `source`.
package struct ODBCFixture: Sendable {
    /// The fault to inject.
    package enum Fault: Sendable {
        /// `SQLFetch` doesn't return until the fault is cleared; optionally, `SQLCancel` ends it with HY008.
        case block(heedsCancel: Bool)
        /// The process dies from SIGSEGV.
        case crash
        /// The process dies from SIGABRT.
        case abort
        /// The rows end as if there were no more.
        case end
        /// `SQLFetch` fails with this SQLSTATE.
        case error(state: String)
        /// The lengths of a column's values are wrong by this many bytes; `column` counts from 1, `nil` is the first
        /// text or blob.
        case lengthsOff(by: Int, column: Int? = nil)
        /// All values of a column have this length, which may be impossible.
        case lengthsSet(to: Int, column: Int? = nil)
    }

    /// An event in the driver's log.
    package enum Event: String, Sendable {
        case block, crash, abort, end, error, length, cancel, refuse
    }

    /// The database, which is filled and queried without the driver.
    package let source: TestSource
    private let folder: TestFolder
    /// The name that the system reports; `nil` for its real name.
    private let system: String?

    package static func sqlite() async throws -> ODBCFixture {
        let folder = try TestFolder()
        let driver = try compile("libsqlite3odbc.so", isWide: false, in: folder)
        return ODBCFixture(source: .sqlite(in: folder, driver: driver), folder: folder, system: nil)
    }

    /// - Parameter system: the name that the system reports, so that it isn't recognised as PostgreSQL.
    package static func postgres(
        system: String? = nil, function: String = #function
    ) async throws -> ODBCFixture {
        let folder = try TestFolder()
        let driver = try compile("psqlodbcw.so", isWide: true, in: folder)
        let fixture = ODBCFixture(
            source: try await .postgres(driver: driver, function: function), folder: folder, system: system)
        try fixture.clear()
        return fixture
    }

    /// From now on, injects a fault into statements that contain `text` once they have delivered `rows` rows.
    ///
    /// `block` and wrong lengths take effect between blocks of rows; all other faults after exactly this number of
    /// rows.
    package func set(_ fault: Fault, afterRows rows: Int = 0, matching text: String = "") throws {
        var lines = ["after=\(rows)", "matching=\(text)"]
        switch fault {
        case .block(let heedsCancel): lines += ["fault=block", "heeds_cancel=\(heedsCancel ? 1 : 0)"]
        case .crash: lines.append("fault=crash")
        case .abort: lines.append("fault=abort")
        case .end: lines.append("fault=end")
        case .error(let state): lines += ["fault=error", "state=\(state)"]
        case .lengthsOff(let bytes, let column):
            lines += ["fault=length", "add=\(bytes)", "column=\(column ?? 0)"]
        case .lengthsSet(let bytes, let column):
            lines += ["fault=length", "set=\(bytes)", "column=\(column ?? 0)"]
        }
        try write(lines)
    }

    /// From now on, connecting fails with this SQLSTATE.
    package func refuseConnections(state: String) throws {
        try write(["refuse=\(state)"])
    }

    /// Clears all faults; blocked calls continue.
    package func clear() throws {
        try write([])
    }

    /// The number of these events so far.
    package func count(_ event: Event) throws -> Int {
        try events().count { $0 == event.rawValue }
    }

    /// The ALTER SESSION statements sent so far.
    package func sessionSettings() throws -> [String] {
        try events().filter { $0.hasPrefix("ALTER SESSION ") }
    }

    private func events() throws -> [String] {
        let path = "\(folder.path)/events"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func write(_ lines: [String]) throws {
        // Replaced atomically, because the driver may be reading.
        let path = URL(fileURLWithPath: "\(folder.path)/faults")
        let lines = lines + (system.map { ["system=\($0)"] } ?? [])
        try Data(lines.map { "\($0)\n" }.joined().utf8).write(to: path, options: .atomic)
    }

    /// Compiles the wrapped driver; returns its path, which contains the driver's name so that the driver is
    /// recognised.
    private static func compile(_ driver: String, isWide: Bool, in folder: TestFolder) throws -> String {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../ODBCFixture/driver.c").standardizedFileURL.path
        let library = "\(folder.path)/libfixture-\(driver)"
        // The wrapper depends on the driver's library and finds its functions there. -Bsymbolic makes the wrapper's own
        // functions take precedence over those of the driver manager, which have the same names.
        let script = #"""
            for folder in /usr/lib/*/odbc /usr/lib/* /usr/lib64 /usr/lib /usr/local/lib; do
                if [ -e "$folder/$1" ]; then
                    exec "$(command -v cc || command -v clang)" -std=gnu11 -shared -fPIC -O1 -g -Wall -Wextra -Werror \
                        $4 "-DREAL_DRIVER=\"$folder/$1\"" -o "$3" "$2" -Wl,-Bsymbolic \
                        -Wl,--no-as-needed "$folder/$1" "-Wl,-rpath,$folder"
                fi
            done
            echo "there is no ODBC driver $1"
            exit 1
            """#
        _ = try Command.output(
            of: ["/bin/sh", "-c", script, "sh", driver, source, library, isWide ? "-DWIDE" : "-DNARROW"])
        return library
    }
}
