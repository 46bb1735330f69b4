// Foundation: JSONSerialization, as a JSON reader independent of the product.
import Foundation
import TestKit
import Testing

@Suite("A source that goes away")
struct SourceOutageTests {
    @Test("opens its breaker, costs no attempt, appears in status, and the run completes once the source is back")
    func outage() async throws {
        let cluster = try await PostgresCluster.start()
        let origin = try await TestSource.postgres(in: cluster)
        try await origin.run(
            """
            CREATE TABLE t (id int PRIMARY KEY, note text);
            INSERT INTO t SELECT i, 'note ' || i FROM generate_series(1, 200000) i;
            """)
        let migration = try TestMigration(
            from: origin, tables: "  - {source: public.t, target: moved.t}",
            defaults: "  threads: 3\n  chunk_rows: 10000\n  batch_rows: 1000\n  max_retry_attempts: 1",
            sourceSettings: "  breaker_failures: 3\n  breaker_rest_seconds: 1",
            target: try await PostgresCluster.shared.database())
        #expect(try await migration.snowmelt("plan").code == 0)
        try await slowDown(migration)
        let run = try migration.start("snowmelt", "run", "--workers", "2", "--progress", "none")
        try await eventually("chunks are being copied") {
            try await migration.number("SELECT count(*) FROM migration_status.work WHERE state = 'done'") > 1
        }
        try await cluster.stop(mode: .immediate)
        try await eventually("the breaker has been tried and opened again", within: .seconds(120)) {
            try await migration.number("SELECT max(openings) FROM migration_status.source_breaker") >= 3
        }
        let json = try await migration.snowmelt("status", "--output", "json")
        let status = try JSONSerialization.jsonObject(with: Data(json.standardOutput.utf8)) as? [String: Any]
        let breaker = try #require(status?["source_breaker"] as? [String: Any], "\(json.standardOutput)")
        #expect(["open", "half_open"].contains(breaker["state"] as? String))
        let text = try await migration.snowmelt("status")
        #expect(text.standardOutput.contains("no claims"), "\(text.standardOutput)")
        #expect(try await migration.number("SELECT count(*) FROM migration_status.work WHERE state = 'claimed'") == 0)
        #expect(try await migration.number("SELECT sum(attempt) FROM migration_status.work WHERE state = 'ready'") == 0)
        #expect(run.isRunning)

        try await cluster.start()
        let ending = try await run.ending(within: .seconds(240))
        #expect(ending.code == 0, "\(ending.standardError)")
        #expect(
            try await migration.targetRows("SELECT id, note FROM moved.t")
                == migration.sourceRows("SELECT id, note FROM t"))
        #expect(try await Visits.hasOneReceiptPerChunk(migration))
        // Attempts were in progress when the source went away, and all of them were given back.
        #expect(
            try await migration.number(
                "SELECT count(*) FROM migration_status.attempt WHERE outcome = 'released' AND error IS NOT NULL") > 0)
        #expect(
            try await migration.number(
                "SELECT count(*) FROM migration_status.attempt WHERE outcome NOT IN ('released', 'done')") == 0)
        // One line per change: the breaker opens, and each try either opens it again or closes it.
        let log = ending.standardError
        let (opened, tried) = (log.ranges(of: "source breaker open:"), log.ranges(of: "source breaker half_open:"))
        #expect(opened.count >= 3 && opened.count == tried.count, "\(log)")
        #expect(log.ranges(of: "source breaker closed:").count == 1, "\(log)")
        let after = try await migration.snowmelt("status")
        #expect(!after.standardOutput.contains("source breaker"), "\(after.standardOutput)")
        try await cluster.stop()
    }

    /// Sources whose user can be locked out.
    enum Lockable: String, CaseIterable, Sendable {
        case odbc, adbc, native, mariaDB
    }

    @Test(
        "a user who is locked out amid a run ends it within a minute, with a hint in status; let in again, it resumes",
        arguments: Lockable.allCases)
    func lockedOut(kind: Lockable) async throws {
        let (origin, user, out, letIn) = try await lockable(kind)
        let migration = try TestMigration(
            from: origin, tables: "  - {source: \(origin.schema).t, target: moved.t}",
            defaults: "  threads: 3\n  chunk_rows: 10000\n  batch_rows: 1000\n  max_retry_attempts: 1",
            sourceSettings: "  breaker_rest_seconds: 600",
            target: try await PostgresCluster.shared.database(function: "lockedOut\(kind)"))
        let text = try String(contentsOfFile: "\(migration.folder.path)/snowmelt.yaml", encoding: .utf8)
        let names = [
            "Username=postgres": "Username=\(user);Password=pa55", "UID=root": "UID=\(user)",
            "//postgres@": "//\(user):pa55@",
        ]
        let own = names.reduce(text) { text, name in
            // The source's section is the first.
            guard name.key.hasPrefix("//") == [.adbc, .native].contains(kind), let place = text.range(of: name.key)
            else { return text }
            return text.replacingCharacters(in: place, with: name.value)
        }
        try migration.folder.write("snowmelt.yaml", own)
        #expect(try await migration.snowmelt("plan").code == 0)
        try await slowDown(migration)
        let run = try migration.start("snowmelt", "run", "--workers", "2", "--progress", "none")
        try await eventually("chunks are being copied") {
            try await migration.number("SELECT count(*) FROM migration_status.work WHERE state = 'done'") > 1
        }
        try await origin.run(out)
        let ending = try await run.ending(within: .seconds(60))
        #expect(ending.code == 3, "\(ending.standardError)")
        #expect(ending.standardError.contains("`snowmelt run` resumes"), "\(ending.standardError)")
        #expect(try await migration.number("SELECT count(*) FROM migration_status.work WHERE state = 'failed'") == 0)
        let status = try await migration.snowmelt("status")
        #expect(status.standardOutput.contains("source login refused: "), "\(status.standardOutput)")
        #expect(status.standardOutput.contains("user and password"), "\(status.standardOutput)")
        try await origin.run(letIn)
        let resumed = try await migration.snowmelt("run", "--progress", "none", timeout: .seconds(120))
        #expect(resumed.code == 0, "\(resumed.standardError)")
        #expect(
            try await migration.targetRows("SELECT id, note FROM moved.t")
                == migration.sourceRows("SELECT id, note FROM t"))
    }

    /// A source of 200,000 rows with a user of its own, and the statements that lock the user out and let it in again.
    private func lockable(
        _ kind: Lockable
    ) async throws -> (origin: TestSource, user: String, out: String, letIn: String) {
        guard kind == .mariaDB else {
            let cluster = try await PostgresCluster.shared
            let origin = try await TestSource.postgres(in: cluster, function: "lockable\(kind)")
            let user = "reader_\(kind)"
            try await origin.run(
                """
                CREATE TABLE t (id int PRIMARY KEY, note text);
                INSERT INTO t SELECT i, 'note ' || i FROM generate_series(1, 200000) i;
                CREATE ROLE \(user) LOGIN PASSWORD 'pa55';
                GRANT SELECT ON t TO \(user);
                """)
            let out = """
                ALTER ROLE \(user) PASSWORD 'another';
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '\(user)'
                """
            let way = kind == .odbc ? origin : kind == .adbc ? origin.overADBC : origin.native
            return (way, user, out, "ALTER ROLE \(user) PASSWORD 'pa55'")
        }
        let origin = try await TestSource.mariaDB()
        let user = "reader_\(origin.schema)"
        try await origin.run(
            """
            CREATE TABLE t (id int PRIMARY KEY, note text);
            INSERT INTO t SELECT seq, CONCAT('note ', seq) FROM seq_1_to_200000;
            CREATE USER \(user)@localhost;
            GRANT ALL ON \(origin.schema).* TO \(user)@localhost;
            """)
        return (
            origin, user, "ALTER USER \(user)@localhost ACCOUNT LOCK; KILL USER \(user)@localhost;",
            "ALTER USER \(user)@localhost ACCOUNT UNLOCK;"
        )
    }

    @Test("a chunk whose statement reaches the source's time limit is split once, and fails if that doesn't help")
    func timeLimit() async throws {
        let origin = try await TestSource.mariaDB()
        let user = "limited_\(origin.schema)"
        try await origin.run(
            """
            CREATE TABLE t (id int PRIMARY KEY);
            INSERT INTO t SELECT seq FROM seq_1_to_2000;
            CREATE VIEW v AS SELECT id, IF(id = 777, SLEEP(30), 0) AS note FROM t;
            CREATE USER \(user)@localhost WITH MAX_STATEMENT_TIME 3;
            GRANT ALL ON \(origin.schema).* TO \(user)@localhost;
            """)
        let migration = try TestMigration(
            from: origin, tables: "  - {source: \(origin.schema).v, target: moved.v, chunk: {column: id}}",
            defaults: "  threads: 2\n  chunk_rows: 200", target: try await PostgresCluster.shared.database())
        let text = try String(contentsOfFile: "\(migration.folder.path)/snowmelt.yaml", encoding: .utf8)
        try migration.folder.write(
            "snowmelt.yaml", text.replacingOccurrences(of: "UID=root", with: "UID=\(user)"))
        let ending = try await migration.snowmelt("run", "--progress", "none", timeout: .seconds(120))
        #expect(ending.code == 5, "\(ending.standardError)")
        #expect(
            try await migration.targetRows("SELECT state, count(*), max(attempt) FROM migration_status.work GROUP BY 1")
                == ["done|10|1", "failed|1|1"], "\(ending.standardError)")
        #expect(ending.standardError.contains("max_statement_time"), "\(ending.standardError)")
    }

    @Test("a chunk that breaks its source's connection each time fails alone, after its last attempt")
    func poison() async throws {
        let origin = try await TestSource.postgres()
        try await origin.run(
            """
            -- Stable, so that it is left out where the rows are only counted.
            CREATE FUNCTION note(id int) RETURNS text STABLE LANGUAGE plpgsql AS $$ BEGIN
                IF id = 777 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
                RETURN 'fine';
            END $$;
            CREATE VIEW v AS SELECT i AS id, note(i) AS note FROM generate_series(1, 2000) i
            """)
        let migration = try TestMigration(
            from: origin, tables: "  - {source: public.v, target: moved.v, chunk: {column: id}}",
            defaults: "  threads: 2\n  chunk_rows: 200\n  max_retry_attempts: 2",
            sourceSettings: "  breaker_failures: 2\n  breaker_rest_seconds: 1",
            target: try await PostgresCluster.shared.database())
        let ending = try await migration.snowmelt("run", "--progress", "none", timeout: .seconds(240))
        #expect(ending.code == 5, "\(ending.standardError)")
        #expect(
            try await migration.targetRows("SELECT state, count(*), max(attempt) FROM migration_status.work GROUP BY 1")
                == ["done|9|1", "failed|1|2"], "\(ending.standardError)")
    }

    /// Slows the target down, so that chunks are in flight whenever the source goes away.
    private func slowDown(_ migration: TestMigration) async throws {
        try await migration.target.execute(
            #"""
            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.id % 1000 = 0 THEN PERFORM pg_sleep(0.2); END IF;
                RETURN NEW;
            END $$;
            DO $$ BEGIN
                EXECUTE (SELECT format('CREATE TRIGGER slow BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION slow()',
                                       oid::regclass)
                           FROM pg_class WHERE relname LIKE '\_\_snowmelt\_%\_1');
            END $$
            """#)
    }
}
