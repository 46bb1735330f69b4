import Glibc

/// A small process that outlives ours for a moment: it stops a cluster and removes its folder once we are gone.
///
/// It reads from a pipe whose other end only this process holds, so that it sees every way of ending, kill -9 too.
enum Watchdog {
    static func start(programs: PostgresPrograms, folder: String) throws {
        let script = """
            trap '' INT TERM HUP
            read -r nothing
            flock '\(folder)' true
            '\(programs.folder)/pg_ctl' -D '\(folder)/data' -m immediate -w -s stop
            rm -rf '\(folder)'
            """
        // The end that we hold stays open for the life of this process.
        let pipe = try Command.pipeOfOurs()
        defer { close(pipe.reading) }
        try Command.start(programs.prefix + ["/bin/sh", "-c", script], input: pipe.reading, output: nil)
    }
}
