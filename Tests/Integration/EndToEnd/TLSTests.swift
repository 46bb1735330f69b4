import Failures
import Model
import Postgres
import TestKit
import Testing

/// The server only accepts TLS connections, with a certificate for `db.test` from the test's own authority.
@Suite(
    "TLS to the target, as configured in the URL",
    .enabled(if: ServerFeature.tls.obstacle == nil, "\(ServerFeature.tls.obstacle ?? "")"))
struct TLSTests {
    private let authority: TestAuthority
    private let database: TestDatabase

    init() async throws {
        authority = try TestAuthority()
        database = try await PostgresCluster.start(certificate: authority.issue(host: "db.test")).database()
    }

    @Test("a run with verify-full encrypts every session of coordinator and workers")
    func run() async throws {
        let migration = try await TestMigration(
            source: Visits.sql(rows: 3000), tables: Visits.tables, target: database, targetURL: trusted)
        let plan = try await migration.snowmelt("plan")
        #expect(plan.code == 0, "\(plan.standardError)")
        // Delays the workers' COPY, so that all sessions can be inspected.
        let holder = try await database.connect()
        try await holder.begin()
        try await holder.executeScript(
            Statement(
                name: "hold",
                text: #"""
                    DO $$ BEGIN
                        EXECUTE (SELECT 'LOCK TABLE ' || string_agg(oid::regclass::text, ', ') || ' IN SHARE MODE'
                                   FROM pg_class WHERE relname LIKE '\_\_snowmelt\_%' AND relkind = 'r');
                    END $$
                    """#))
        let run = try migration.start("snowmelt", "run", "--workers", "1", "--progress", "none")
        try await eventually("a COPY waits") {
            try await migration.number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0
        }
        let sessions = try await database.rows(
            """
            SELECT DISTINCT application_name, ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
             WHERE application_name LIKE 'snowmelt%'
            """)
        #expect(sessions == ["snowmelt-worker|true", "snowmelt|true"])
        try await holder.rollback()
        await holder.close()
        let ending = try await run.ending()
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(try await Visits.areEqual(migration))
    }

    @Test("a certificate of an untrusted authority ends the run with one message")
    func wrongAuthority() async throws {
        let other = try TestAuthority()
        try await expectUntrusted(url(authority: other), says: "certificate verify failed")
    }

    @Test("another host's certificate is refused by verify-full and accepted by verify-ca")
    func wrongHost() async throws {
        try await expectUntrusted(
            url(host: "elsewhere.test"), says: #"certificate for "db.test" does not match host name "elsewhere.test""#)
        let connection = try await PostgresConnection.connect(
            PostgresOptions(url: url(host: "elsewhere.test", mode: "verify-ca"), applicationName: "test"))
        #expect(try await connection.query(Statement(name: "one", text: "SELECT 1")).count == 1)
    }

    @Test("the server refuses a connection without TLS")
    func disabled() async throws {
        let migration = try await migration(url(mode: "disable"))
        let ending = try await migration.snowmelt("run")
        #expect(ending.code == 4)
        #expect(ending.standardError.contains("no encryption"), "\(ending.standardError)")
    }

    private var trusted: Secret { url() }

    /// A URL for the superuser, with the host name from the certificate.
    private func url(host: String = "db.test", authority: TestAuthority? = nil, mode: String = "verify-full") -> Secret
    {
        Secret(
            """
            postgresql://postgres@\(host):\(database.cluster.port)/\(database.name)?hostaddr=127.0.0.1\
            &sslmode=\(mode)&sslrootcert=\((authority ?? self.authority).certificatePath)
            """)
    }

    private func migration(_ url: Secret) async throws -> TestMigration {
        try await TestMigration(
            source: Visits.sql(rows: 10), tables: Visits.tables, target: database, targetURL: url)
    }

    /// Expects that a connection fails permanently, and that a run says `text` and how to proceed.
    private func expectUntrusted(_ url: Secret, says text: String) async throws {
        do {
            _ = try await PostgresConnection.connect(PostgresOptions(url: url, applicationName: "test"))
            Issue.record("the connection was made")
        } catch {
            #expect(error.kind == .untrusted)
            #expect(error.disposition == .permanent)
            #expect(error.message.contains(text), "\(error)")
        }
        let ending = try await migration(url).snowmelt("run")
        #expect(ending.code == 4, "\(ending.standardError)")
        #expect(ending.standardError.contains(text), "\(ending.standardError)")
        #expect(ending.standardError.contains("sslrootcert"), "\(ending.standardError)")
    }
}
