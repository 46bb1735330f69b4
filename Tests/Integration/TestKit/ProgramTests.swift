import Glibc
import TestKit
import Testing

@Suite("Programs started by tests")
struct ProgramTests {
    @Test("a program is suspended and resumed")
    func suspended() async throws {
        let folder = try TestFolder()
        let program = try Program("sh", ["-c", "while :; do echo x >>ticks; done"], directory: folder.path)
        func ticks() -> Int {
            var file = stat()
            return stat("\(folder.path)/ticks", &file) == 0 ? Int(file.st_size) : 0
        }
        try await eventually("it ticks") { ticks() > 0 }
        try await program.suspend()
        let stopped = ticks()
        for _ in 0..<20 { #expect(ticks() == stopped) }
        program.resume()
        try await eventually("it ticks again") { ticks() > stopped }
        program.signal(SIGKILL)
        #expect(try await program.ending().code == nil)
    }

    @Test("its children, memory and open files are reported")
    func facts() async throws {
        let folder = try TestFolder()
        // Files that drivers have opened in this process may also be open in its children.
        let script = """
            exec 7<&-; trap 'exec 7</dev/null; touch opened' USR1; touch ready
            while [ ! -e opened ]; do sleep 0.01; done
            sleep 60 & wait
            """
        let program = try Program("sh", ["-c", script], directory: folder.path)
        try await eventually("it is ready") { access("\(folder.path)/ready", F_OK) == 0 }
        let before = try program.footprint
        program.signal(SIGUSR1)
        try await eventually("it has opened a file") { access("\(folder.path)/opened", F_OK) == 0 }
        #expect(try program.footprint.openFiles == before.openFiles + 1)
        try await eventually("it has a child") { try !program.children.isEmpty }
        #expect(try program.footprint.kibibytes > 100)
        try await eventually("it ends with its child") {
            for child in try program.children { kill(child, SIGKILL) }
            return !program.isRunning
        }
    }

    @Test("its open files are limited")
    func limited() async throws {
        let ending = try await Program.run("sh", ["-c", "ulimit -n"], under: [.openFiles(37)])
        #expect(ending.standardOutput == "37\n")
    }

    @Test(
        "its system calls are interrupted, and its pid stays its own",
        .enabled(if: Surrounding.tracingObstacle == nil, "\(Surrounding.tracingObstacle ?? "")"))
    func interrupted() async throws {
        let folder = try TestFolder()
        let program = try Program(
            "sh", ["-c", "echo $$; mkdir never"], directory: folder.path,
            under: [.interrupting(["?mkdir", "?mkdirat"], every: 1)])
        let ending = try await program.ending()
        #expect(ending.standardOutput.hasPrefix("\(program.pid)\n"))
        #expect(ending.standardError.contains("Interrupted system call"), "\(ending.standardError)")
    }

    @Test(
        "a whole run survives system calls that are interrupted all the time",
        .enabled(if: Surrounding.tracingObstacle == nil, "\(Surrounding.tracingObstacle ?? "")"))
    func interruptedRun() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 1000), tables: Visits.tables, target: try await PostgresCluster.shared.database())
        let run = try await migration.snowmelt(
            "run", under: [.interrupting(["poll", "recvfrom", "sendto"], every: 5)])
        #expect(run.code == 0, "\(run.standardError)")
        try await oracle(migration)
    }
}
