import Model
import TestKit
import Testing

@Suite("A control database in another encoding")
struct ControlEncodingTests {
    @Test(
        "the reason of a failure is kept, as far as the control database can store it",
        arguments: [("LATIN1", "naïve ??"), ("SQL_ASCII", "naïve 表…"), ("LATIN2", "na?ve ??")])
    func reason(encoding: String, stored: String) async throws {
        let cluster = try await PostgresCluster.shared
        let control = try await cluster.database()
        try await control.drop()
        try await cluster.administer(
            """
            CREATE DATABASE \(PostgresIdentifier.quoted(control.name)) ENCODING '\(encoding)' LOCALE 'C'
              TEMPLATE template0
            """)
        let target = try await cluster.database()
        try await target.execute(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
              $$BEGIN RAISE EXCEPTION 'naïve 表…'; END$$;
            CREATE TABLE t (id integer, a text);
            CREATE TRIGGER refusal BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION refuse()
            """)
        // A range that is shortened for display.
        let long = String(repeating: "x", count: 60)
        let migration = try await TestMigration(
            source: """
                CREATE TABLE t (id integer, a text);
                INSERT INTO t VALUES (1, '\(long)1'), (2, '\(long)2')
                """,
            tables: "  - {source: main.t, target: public.t, mode: append, chunk: {column: a}, chunk_rows: 1}",
            defaults: "  max_retry_attempts: 1", target: target, control: control)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 5, "\(run.standardError)")
        let status = try await migration.snowmelt("status")
        #expect(status.standardOutput.contains(stored), "\(status.standardOutput)")
    }
}
