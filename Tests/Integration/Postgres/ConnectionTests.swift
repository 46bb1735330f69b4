import Failures
import Model
import Postgres
import TestKit
import Testing

@Suite("Connections to PostgreSQL")
struct ConnectionTests {
    private func connect(_ url: String, deadline: Duration = .seconds(60)) async throws -> PostgresConnection {
        try await PostgresConnection.connect(
            PostgresOptions(url: Secret(url), applicationName: "snowmelt test", deadline: deadline))
    }

    @Test("a connection knows its server, backend and address")
    func identity() async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await database.connect()
        #expect(connection.serverVersion >= 130_000)
        #expect(connection.displayName == "127.0.0.1:\(database.cluster.port)/\(database.name) as postgres")
        let rows = try await connection.query(
            sql("SELECT FROM pg_stat_activity WHERE pid = $1 AND pid = pg_backend_pid()"),
            [.int(Int(connection.backendPID))])
        #expect(rows.count == 1)
        #expect(!connection.isPooled)
    }

    @Test("settings apply in each transaction, except formats that results depend on")
    func settings() async throws {
        let database = try await PostgresCluster.shared.database()
        var options = database.options(applicationName: "snowmelt test")
        options.settings = ["work_mem": "7MB", "lock_timeout": "3s", "timezone": "Asia/Tokyo"]
        let connection = try await PostgresConnection.connect(options)
        let row = try #require(
            try await connection.query(
                sql(
                    """
                    SELECT current_setting('work_mem') AS work_mem, current_setting('lock_timeout') AS lock_timeout,
                           current_setting('TimeZone') AS zone, current_setting('client_encoding') AS encoding,
                           current_setting('application_name') AS application, now()::text AS now
                    """)
            ).first)
        #expect(try row.string("work_mem") == "7MB")
        #expect(try row.string("lock_timeout") == "3s")
        #expect(try row.string("zone") == "UTC")
        #expect(try row.string("encoding") == "UTF8")
        #expect(try row.string("application") == "snowmelt test")
        #expect(try row.string("now").hasSuffix("+00"))
    }

    @Test("a setting that the server doesn't know is named in the error")
    func unknownSetting() async throws {
        var options = try await PostgresCluster.shared.database().options()
        options.settings = ["work_memory": "7MB"]
        let error = await postgresError { try await PostgresConnection.connect(options) }
        #expect(error?.sqlState == "42704")
        #expect(error?.description.contains("work_memory") == true)
    }

    @Test("parameters of the URL are passed on, and override the defaults")
    func urlParameters() async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await connect(
            database.url.revealed + "?sslmode=disable&application_name=mine&target_session_attrs=any")
        let row = try await connection.query(sql("SELECT current_setting('application_name') AS name")).first
        #expect(try row?.string("name") == "mine")
        let needsTLS = await postgresError { try await connect(database.url.revealed + "?sslmode=require") }
        #expect(needsTLS?.kind == .untrusted)
        #expect(needsTLS?.message.contains("SSL") == true)
    }

    @Test("keyword/value strings and socket folders work as well")
    func keywords() async throws {
        let database = try await PostgresCluster.shared.database()
        let cluster = database.cluster
        let connection = try await connect(
            "host=\(cluster.socketFolder) port=\(cluster.port) user=postgres dbname=\(database.name)")
        #expect(try await connection.query(sql("SELECT 1 AS one")).count == 1)
    }

    @Test("a wrong password is a refused login, without the password in the error")
    func wrongPassword() async throws {
        let database = try await PostgresCluster.shared.database()
        let role = try await database.role(password: "right-canary")
        let connection = try await connect(role.url.revealed)
        #expect(try await connection.query(sql("SELECT 1 AS one")).count == 1)

        let wrong = database.cluster.url(database: database.name, user: role.name, password: "wrong-canary")
        let error = await postgresError { try await connect(wrong.revealed) }
        #expect(error?.kind == .authentication)
        #expect(error?.sqlState == "28P01")
        #expect(error?.disposition == .permanent)
        #expect(error?.message.contains(#"password authentication failed for user "\#(role.name)""#) == true)
        #expect(error.map { "\($0)".contains("canary") } == false)

        let missing = database.cluster.url(database: database.name, user: role.name)
        #expect(await postgresError { try await connect(missing.revealed) }?.kind == .authentication)
    }

    @Test("a role without privileges gets the server's refusal")
    func missingRights() async throws {
        let database = try await PostgresCluster.shared.database()
        try await database.execute("CREATE TABLE t (i int)")
        let role = try await database.role(password: "secret", grants: ["SELECT ON t"])
        let connection = try await connect(role.url.revealed)
        #expect(try await connection.query(sql("SELECT * FROM public.t")).isEmpty)
        #expect(await postgresError { try await connection.execute(sql("DELETE FROM public.t")) }?.sqlState == "42501")
    }

    @Test("a missing database, a missing host and a port without a server are distinguished")
    func missingThings() async throws {
        let cluster = try await PostgresCluster.shared
        let database = await postgresError { try await connect(cluster.url(database: "nowhere").revealed) }
        #expect(database?.sqlState == "3D000")
        #expect(database?.disposition == .permanent)
        let host = await postgresError { try await connect("postgresql://u:canary@nowhere.invalid/x") }
        #expect(host?.kind == .unreachable)
        #expect(host?.message.contains("nowhere.invalid") == true)
        let port = try freePort()
        let server = await postgresError { try await connect("postgresql://u:canary@127.0.0.1:\(port)/x") }
        #expect(server?.kind == .unreachable)
        #expect(server?.disposition == .transient)
        #expect(server?.message.contains("Connection refused") == true)
        for error in [host, server] { #expect(error.map { "\($0)".contains("canary") } == false) }
    }

    @Test(
        "an invalid URL isn't shown in its error",
        arguments: [
            "postgresql://u:can%ary@localhost/x", "pasword canary", "postgresql://u:p@h/x?canary=1",
            "postgresql://u:p@[canary/x", "host=h password='canary",
        ])
    func unreadableURL(url: String) async {
        let error = await postgresError { try await connect(url) }
        #expect(error?.kind == .options)
        #expect(error?.disposition == .fatal)
        #expect(error.map { "\($0)".contains("canary") || "\($0)".contains("%ar") } == false)
    }

    @Test("a server that accepts the connection but says nothing is given up in time")
    func silentServer() async throws {
        let listener = try Listener()
        let start = ContinuousClock.now
        let error = await postgresError {
            try await connect("postgresql://u:p@127.0.0.1:\(listener.port)/x?connect_timeout=1")
        }
        #expect(error?.kind == .unreachable)
        #expect(error?.message.contains("127.0.0.1:\(listener.port)") == true)
        // Given up after the host's connect_timeout, not after the deadline of 60 s.
        #expect(start.duration(to: .now) < .seconds(55))
    }

    @Test("of several hosts, the next one is tried if one drops packets")
    func nextHost() async throws {
        // Its queue is full after a few connections; then it drops new ones.
        let listener = try Listener(backlog: 0)
        let stuffing = "postgresql://u@127.0.0.1:\(listener.port)/x?connect_timeout=4"
        let stuffed = Task {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { _ = await postgresError { try await connect(stuffing) } } }
            }
        }
        let database = try await PostgresCluster.shared.database()
        let port = database.cluster.port
        let connection = try await connect(
            "postgresql://postgres@127.0.0.1:\(listener.port),127.0.0.1:\(port)/\(database.name)?connect_timeout=1")
        #expect(connection.displayName.hasPrefix("127.0.0.1:\(port)/"))
        await stuffed.value
    }

    @Test("transactions can write and see others' commits, whatever the server's defaults are")
    func defaults() async throws {
        let database = try await PostgresCluster.shared.database()
        let name = PostgresIdentifier.quoted(database.name)
        try await database.execute(
            """
            CREATE TABLE t (i int);
            ALTER DATABASE \(name) SET default_transaction_read_only = on;
            ALTER DATABASE \(name) SET default_transaction_isolation = serializable;
            ALTER DATABASE \(name) SET statement_timeout = '200ms';
            """)
        let connection = try await connect(database.url.revealed)
        try await connection.execute(sql("INSERT INTO public.t SELECT 1 FROM pg_sleep(0.5)"))
        try await connection.transaction { connection in
            try connection.execute(sql("INSERT INTO public.t SELECT 2 FROM pg_sleep(0.5)"))
        }
        let row = try await connection.query(
            sql("SELECT count(*) AS rows, current_setting('transaction_isolation') AS isolation FROM public.t")
        ).first
        #expect(try row?.int("rows") == 2)
        #expect(try row?.string("isolation") == "read committed")
    }

    @Test("no setting outlives a transaction, and an error ends its transaction")
    func sessionUntouched() async throws {
        let database = try await PostgresCluster.shared.database()
        let connection = try await connect(database.url.revealed)
        let settings = sql(
            "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings WHERE source = 'session'")
        let within = try await connection.texts(settings)
        #expect(within.first?.first??.contains("search_path=pg_catalog, pg_temp") == true)
        _ = await postgresError { try await connection.execute(sql("SELECT 1 / 0")) }
        #expect(await connection.isUsable())
        // A script runs with the session's settings. Without a pooler, what ends an idle session is Snowmelt's.
        try await connection.executeScript(
            sql(
                """
                DO $$ BEGIN
                    IF EXISTS (SELECT FROM pg_settings WHERE source = 'session'
                                  AND left(name, 4) <> 'tcp_' AND name <> 'idle_session_timeout')
                    THEN RAISE 'settings are left'; END IF;
                END $$
                """))
    }

    @Test("the backend ends when the connection is no longer referenced")
    func released() async throws {
        let database = try await PostgresCluster.shared.database()
        var connection: PostgresConnection? = try await database.connect()
        let pid = try #require(connection).backendPID
        connection = nil
        let observer = try await database.connect()
        try await eventually("the backend ends") {
            try await observer.query(sql("SELECT FROM pg_stat_activity WHERE pid = $1"), [.int(Int(pid))]).isEmpty
        }
    }
}
