// Foundation: files of the fixture's folder.
import Foundation

/// A new database behind a real ODBC driver that can be told to fail: SQLite's or psqlODBC.
///
/// `Tests/ODBCFixture/driver.c` wraps the driver, and is compiled into a folder of the fixture's own with the C compiler
/// that Swift links with. What `set` asks for holds from the next call on, in every process that uses `source`.
package struct ODBCFixture: Sendable {
    /// What goes wrong.
    package enum Fault: Sendable {
        /// `SQLFetch` doesn't return until the fault is taken back; by option `SQLCancel` ends it with HY008.
        case block(heedsCancel: Bool)
        /// The process dies of SIGSEGV.
        case crash
        /// The process dies of SIGABRT.
        case abort
        /// The rows come to an end as if there were no more.
        case end
        /// `SQLFetch` fails with this SQLSTATE.
        case error(state: String)
        /// The lengths of a column's values are wrong by so many bytes; `column` from 1 on, else the first text or blob.
        case lengthsOff(by: Int, column: Int? = nil)
        /// All values of a column have this length, which may be an impossible one.
        case lengthsSet(to: Int, column: Int? = nil)
    }

    /// What happened, in the words of the driver's log.
    package enum Event: String, Sendable {
        case block, crash, abort, end, error, length, cancel, refuse
    }

    /// The database, filled and asked without the driver.
    package let source: TestSource
    private let folder: TestFolder
    /// What its system calls itself; nil: what it is.
    private let system: String?

    package static func sqlite() async throws -> ODBCFixture {
        let folder = try TestFolder()
        let driver = try compile("libsqlite3odbc.so", isWide: false, in: folder)
        return ODBCFixture(source: .sqlite(in: folder, driver: driver), folder: folder, system: nil)
    }

    /// - Parameter system: a name for the system, so that it isn't known as PostgreSQL.
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

    /// From now on, statements that contain `text` meet this once they have delivered `rows` rows.
    ///
    /// Whole blocks are delivered before a block, and before that of rows with wrong lengths; all others come exactly
    /// after as many rows.
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

    /// From now on, no connection opens; it fails with this SQLSTATE.
    package func refuseConnections(state: String) throws {
        try write(["refuse=\(state)"])
    }

    /// From now on, nothing goes wrong; what blocks goes on.
    package func clear() throws {
        try write([])
    }

    /// How often something happened so far.
    package func count(_ event: Event) throws -> Int {
        try events().count { $0 == event.rawValue }
    }

    /// The ALTER SESSION statements so far, as they were sent.
    package func sessionSettings() throws -> [String] {
        try events().filter { $0.hasPrefix("ALTER SESSION ") }
    }

    private func events() throws -> [String] {
        let path = "\(folder.path)/events"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func write(_ lines: [String]) throws {
        // Whole at once, since the driver may be reading.
        let path = URL(fileURLWithPath: "\(folder.path)/faults")
        let lines = lines + (system.map { ["system=\($0)"] } ?? [])
        try Data(lines.map { "\($0)\n" }.joined().utf8).write(to: path, options: .atomic)
    }

    /// The path of the wrapped driver, which has the driver's name in its own so that it is known for what it is.
    private static func compile(_ driver: String, isWide: Bool, in folder: TestFolder) throws -> String {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../ODBCFixture/driver.c").standardizedFileURL.path
        let library = "\(folder.path)/libfixture-\(driver)"
        // The driver's functions are found through the library that depends on it, and the library's own before those
        // of the driver manager, which have the same names.
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
