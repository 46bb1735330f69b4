// Foundation: finds the fixture's source.
import Foundation

/// An ADBC driver that returns streams made by the test, and fails as its statements demand.
///
/// `Tests/ADBCFixture/driver.c` is compiled once per process, with the C compiler that Swift links with.
package struct ADBCFixture: Sendable {
    /// The path of the driver's library.
    package let path: String
    private let folder: TestFolder
    private let offer: @convention(c) (UnsafeMutableRawPointer?) -> Int32
    private let blocked: @convention(c) () -> Int32

    private static let made = Result { try ADBCFixture() }

    package static var shared: ADBCFixture {
        get throws { try made.get() }
    }

    /// The number of statements that wait for their cancellation.
    package var blockedStatements: Int { Int(blocked()) }

    /// Takes ownership of an `ArrowArrayStream` and its memory; returns the text that makes a statement have this
    /// result.
    package func statement(for stream: UnsafeMutableRawPointer) -> String {
        defer { stream.deallocate() }
        return "stream:\(offer(stream))"
    }

    private init() throws {
        folder = try TestFolder()
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        let source = root.appendingPathComponent("Tests/ADBCFixture/driver.c").standardizedFileURL.path
        let header = root.appendingPathComponent("Sources/Shared/CADBC").standardizedFileURL.path
        path = "\(folder.path)/libfixture.so"
        let script = #"""
            exec "$(command -v cc || command -v clang)" -std=gnu11 -shared -fPIC -O1 -g -Wall -Wextra -Werror \
                "-I$1" -o "$3" "$2" -lpthread
            """#
        _ = try Command.output(of: ["/bin/sh", "-c", script, "sh", header, source, path])
        guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL), let offer = dlsym(library, "fixture_offer"),
            let blocked = dlsym(library, "fixture_blocked")
        else { throw TestKitError("the fixture can't be loaded: \(dlerror().map { String(cString: $0) } ?? "")") }
        self.offer = unsafeBitCast(offer, to: (@convention(c) (UnsafeMutableRawPointer?) -> Int32).self)
        self.blocked = unsafeBitCast(blocked, to: (@convention(c) () -> Int32).self)
    }
}
