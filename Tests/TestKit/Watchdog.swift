// Foundation: Process is there and nowhere else.
import Foundation
import Glibc

/// A small process that outlives ours for a moment: it stops a cluster and removes its folder once we are gone.
///
/// It reads from a pipe whose other end only this process holds, so that it sees every way of ending, kill -9 too.
struct Watchdog: Sendable {
    private let lifeline: FileHandle

    init(programs: PostgresPrograms, folder: String) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw TestKitError("no pipe: errno \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        lifeline = FileHandle(fileDescriptor: ends[1], closeOnDealloc: false)
        let reading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)

        let script = """
            trap '' INT TERM HUP
            read -r nothing
            '\(programs.folder)/pg_ctl' -D '\(folder)/data' -m immediate -w -s stop
            rm -rf '\(folder)'
            """
        let command = programs.prefix + ["/bin/sh", "-c", script]
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardInput = reading
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }
}
