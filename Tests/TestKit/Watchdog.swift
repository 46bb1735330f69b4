import Glibc

/// A small process that outlives ours for a moment and tidies up once we are gone.
///
/// It reads from a pipe whose other end only this process holds, so that it sees every way of ending, kill -9 too.
enum Watchdog {
    /// Stops a cluster and removes its folder.
    static func start(programs: PostgresPrograms, folder: String) throws {
        try start(
            """
            flock '\(folder)' true
            '\(programs.folder)/pg_ctl' -D '\(folder)/data' -m immediate -w -s stop
            rm -rf '\(folder)'
            """, under: programs.prefix)
    }

    /// Runs a shell script at the end of this process.
    static func start(_ script: String, under prefix: [String] = []) throws {
        // The end that we hold stays open for the life of this process.
        let pipe = try Command.pipeOfOurs()
        defer { close(pipe.reading) }
        let patient = "trap '' INT TERM HUP; read -r nothing\n" + script
        try Command.start(prefix + ["/bin/sh", "-c", patient], input: pipe.reading, output: nil)
    }
}
