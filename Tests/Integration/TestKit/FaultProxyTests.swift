import Failures
import Model
import Postgres
import TestKit
import Testing

@Suite("The fault proxy")
struct FaultProxyTests {
    private let database: TestDatabase
    private let proxy: FaultProxy

    init() async throws {
        database = try await PostgresCluster.shared.database()
        proxy = try FaultProxy(before: database.cluster)
        try await database.execute("CREATE TABLE t (line text)")
    }

    @Test("it passes everything on, counts, and identifies connections by name and order")
    func passes() async throws {
        let first = try await connect("one")
        let second = try await connect("one")
        let other = try await connect("two")
        let texts = try await first.query(sql("SELECT repeat('x', 3000000) AS line"))
        #expect(try texts.first?.string("line").count == 3_000_000)
        await first.close()
        try await eventually("the end is passed on") { proxy.connections[0].isOpen == false }
        #expect(proxy.connections.map(\.application) == ["one", "one", "two"])
        #expect(proxy.connections.map(\.number) == [1, 2, 1])
        #expect(proxy.connections[0].toClient > 3_000_000)
        #expect(proxy.connections[0].toServer > 100)
        #expect(proxy.connections[1].isOpen)
        #expect(proxy.strikes == 0)
        await second.close()
        await other.close()
    }

    @Test(
        "a connection ends after a number of bytes, in either direction, by RST or FIN",
        arguments: [ProxyFault.Direction.toServer, .toClient], [ProxyFault.Ending.reset, .finish])
    func cut(direction: ProxyFault.Direction, ending: ProxyFault.Ending) async throws {
        proxy.inject(.cut(after: 100_000, direction, by: ending), into: .application("one"), times: 1)
        let one = try await connect("one")
        let two = try await connect("two")
        let long =
            direction == .toServer
            ? sql("INSERT INTO public.t VALUES ('\(String(repeating: "x", count: 300_000))')")
            : sql("SELECT repeat('x', 300000) AS line")
        let error = await postgresError { try await one.execute(long) }
        #expect(error?.kind == .connectionLost)
        try await eventually("the proxy has ended it") { proxy.connections.first?.isOpen == false }
        let seen = try #require(proxy.connections.first)
        #expect((direction == .toServer ? seen.toServer : seen.toClient) == 100_000)
        #expect(seen.isStruck)
        try await two.execute(long)
        // The fault is used up.
        let again = try await connect("one")
        try await again.execute(long)
        #expect(proxy.strikes == 1)
        await again.close()
        await two.close()
        try await expectNoSessions(of: "one")
    }

    @Test("the server's side of a cut connection also ends")
    func serverNotices() async throws {
        let connection = try await connect("one")
        try await connection.begin()
        try await connection.execute(sql("INSERT INTO public.t VALUES ('never')"))
        proxy.cutAll()
        let error = await postgresError { try await connection.commit() }
        #expect(error?.disposition == .transient)
        try await expectNoSessions(of: "one")
        #expect(try await database.rows("SELECT line FROM public.t").isEmpty)
    }

    @Test("a silent connection keeps both sides waiting, even if one is gone")
    func silence() async throws {
        let connection = try await connect("one")
        let untouched = try await connect("one")
        try await connection.begin()
        try await connection.execute(sql("INSERT INTO public.t VALUES ('never')"))
        proxy.inject(.silence, into: .application("one", 1...1))
        let error = await postgresError {
            try await connection.query(sql("SELECT 1"), deadline: .seconds(1))
        }
        #expect(error?.kind == .deadline || error?.kind == .connectionLost)
        try await untouched.execute(sql("INSERT INTO public.t VALUES ('kept')"))
        await connection.close()
        proxy.pass()
        // The server doesn't notice: its transaction stays open.
        let open = try await database.rows(
            "SELECT state FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'")
        #expect(open == ["idle in transaction"])
        proxy.cutAll()
        try await expectNoSessions(of: "one")
    }

    @Test("a new connection to a silent proxy gets no answer")
    func silenceFromTheStart() async throws {
        proxy.inject(.silence)
        let error = await postgresError {
            try await PostgresConnection.connect(
                PostgresOptions(url: proxy.url(of: database), applicationName: "one", deadline: .seconds(1)))
        }
        #expect(error?.kind == .unreachable)
        #expect(proxy.strikes == 1)
    }

    @Test("a delay is added to each answer, and can be removed")
    func delay() async throws {
        let connection = try await connect("one")
        proxy.inject(.delay(.milliseconds(150), jitter: .milliseconds(50)))
        let delayed = try await ContinuousClock().measure {
            for _ in 0..<3 { _ = try await connection.query(sql("SELECT 1")) }
        }
        // Three round trips with at least 100 ms in each direction.
        #expect(delayed >= .milliseconds(600))
        #expect(try await connection.query(sql("SELECT repeat('x', 1000000)")).count == 1)
        proxy.pass()
        #expect(try await connection.query(sql("SELECT 1")).count == 1)
        await connection.close()
    }

    @Test("a COMMIT whose reply is lost is committed", arguments: [ProxyFault.Ending.reset, .finish])
    func lostCommitReply(ending: ProxyFault.Ending) async throws {
        proxy.inject(.loseCommitReply(by: ending), times: 1)
        for line in ["first", "second"] {
            let connection = try await connect("one")
            try await connection.begin()
            // A parameter with this word isn't a COMMIT.
            try await connection.execute(sql("INSERT INTO public.t VALUES ($1 || left('COMMIT', 0))"), [.text(line)])
            let error = await postgresError { try await connection.commit() }
            #expect((error != nil) == (line == "first"))
            #expect(error == nil || error?.disposition == .transient)
            await connection.close()
        }
        #expect(try await database.rows("SELECT line FROM public.t") == ["first", "second"])
        #expect(proxy.strikes == 1)
    }

    @Test("a statement whose reply is lost was executed, and other statements get their replies")
    func lostReply() async throws {
        proxy.inject(.loseReply(to: "VALUES ('lost')"), times: 1)
        for line in ["kept", "lost"] {
            let connection = try await connect("one")
            let error = await postgresError {
                try await connection.execute(sql("INSERT INTO public.t VALUES ('\(line)')"))
            }
            #expect(error?.kind == (line == "lost" ? .connectionLost : nil))
            await connection.close()
        }
        #expect(try await database.rows("SELECT line FROM public.t") == ["kept", "lost"])
        #expect(proxy.strikes == 1)
    }

    @Test("without a server behind it, it refuses")
    func noServer() async throws {
        let cluster = try await PostgresCluster.start()
        let gone = try await cluster.database()
        let proxy = try FaultProxy(before: cluster)
        try await cluster.stop()
        let error = await postgresError {
            try await PostgresConnection.connect(
                PostgresOptions(url: proxy.url(of: gone), applicationName: "one"))
        }
        #expect(error?.kind == .unreachable || error?.kind == .connectionLost)
    }

    @Test("a whole run works through it, and its programs are distinguished")
    func migration() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 1000), tables: Visits.tables, target: database,
            targetURL: proxy.url(of: database))
        let run = try await migration.snowmelt("run", "--workers", "1")
        #expect(run.code == 0, "\(run.standardError)")
        try await oracle(migration)
        #expect(proxy.connections.contains { $0.application == "snowmelt" })
        #expect(proxy.connections.contains { $0.application == "snowmelt-worker" && $0.number > 1 })
    }

    private func connect(_ name: String) async throws -> PostgresConnection {
        try await PostgresConnection.connect(
            PostgresOptions(url: proxy.url(of: database), applicationName: name))
    }

    private func expectNoSessions(of application: String) async throws {
        try await eventually("the sessions of \(application) end") {
            try await database.rows(
                """
                SELECT pid FROM pg_stat_activity
                 WHERE datname = current_database() AND application_name = '\(application)'
                """
            ).isEmpty
        }
    }
}
