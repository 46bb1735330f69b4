import Glibc

/// A small process that outlives ours for a moment: it stops a cluster and removes its folder once we are gone.
///
/// It reads from a pipe whose other end only this process holds, so that it sees every way of ending, kill -9 too.
struct Watchdog: Sendable {
    init(programs: PostgresPrograms, folder: String) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw TestKitError("no pipe: errno \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // The other end stays open for the life of this process.
        defer { close(ends[0]) }
        let script = """
            trap '' INT TERM HUP
            read -r nothing
            '\(programs.folder)/pg_ctl' -D '\(folder)/data' -m immediate -w -s stop
            rm -rf '\(folder)'
            """
        try Command.start(programs.prefix + ["/bin/sh", "-c", script], input: ends[0], output: nil)
    }
}
