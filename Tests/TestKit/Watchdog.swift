import Glibc

/// A small process that briefly outlives the test process and cleans up after it.
///
/// It reads from a pipe whose other end only the test process holds, so it notices every kind of end, even kill -9.
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
        // Our end stays open as long as this process lives.
        let pipe = try Command.pipeOfOurs()
        defer { close(pipe.reading) }
        let patient = "trap '' INT TERM HUP; read -r nothing\n" + script
        try Command.start(prefix + ["/bin/sh", "-c", patient], input: pipe.reading, output: nil)
    }
}
