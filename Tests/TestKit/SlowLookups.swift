// Foundation: reading the count.
import Foundation

/// Makes the driver manager's first lookup of its settings slow, so that concurrent lookups of several threads overlap.
///
/// `Tests/ODBCFixture/lookups.c` is compiled into `folder`.
package struct SlowLookups: Sendable {
    private let folder: TestFolder

    package init(in folder: TestFolder) throws {
        self.folder = folder
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../ODBCFixture/lookups.c").standardizedFileURL.path
        let script = #"""
            exec "$(command -v cc || command -v clang)" -shared -fPIC -O1 -Wall -Wextra -Werror -o "$2" "$1"
            """#
        _ = try Command.output(of: ["/bin/sh", "-c", script, "sh", source, "\(folder.path)/lookups.so"])
    }

    /// The environment with which to start the program.
    package var environment: [String: String] {
        ["LD_PRELOAD": "\(folder.path)/lookups.so", "SNOWMELT_LOOKUPS": "\(folder.path)/lookups"]
    }

    /// How often the driver manager has looked up the location of its list of drivers.
    package func count() throws -> Int {
        try String(contentsOfFile: "\(folder.path)/lookups", encoding: .utf8).count
    }
}
