/// The tables that end-to-end tests copy: keys with gaps, a frequent value, NULLs, text beyond ASCII.
package enum Visits {
    package static func sql(rows: Int) -> String {
        """
        CREATE TABLE visits (
            visit_id INTEGER NOT NULL PRIMARY KEY, agent_id INTEGER, visited DATE, amount DECIMAL(12, 2),
            note TEXT
        );
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rows))
        INSERT INTO visits
        SELECT i * 3, CASE WHEN i % 10 = 0 THEN NULL WHEN i % 3 = 0 THEN 7 ELSE i % 50 END,
               date('2020-01-01', '+' || (i % 900) || ' days'), i % 5000 / 4.0,
               CASE WHEN i % 7 = 0 THEN NULL WHEN i % 11 = 0 THEN '' ELSE 'visit ' || i || ' 🚚 ü' END
          FROM n;
        CREATE TABLE agents (agent_id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL);
        INSERT INTO agents VALUES (1, 'Zoë'), (2, '李小龍'), (7, 'O''Hara');
        """
    }

    /// The same rows in PostgreSQL.
    package static func postgresSQL(rows: Int) -> String {
        """
        CREATE TABLE visits (
            visit_id bigint NOT NULL PRIMARY KEY, agent_id bigint, visited date, amount numeric(12, 2), note text
        );
        INSERT INTO visits
        SELECT i * 3, CASE WHEN i % 10 = 0 THEN NULL WHEN i % 3 = 0 THEN 7 ELSE i % 50 END,
               date '2020-01-01' + i % 900, i % 5000 / 4.0,
               CASE WHEN i % 7 = 0 THEN NULL WHEN i % 11 = 0 THEN '' ELSE 'visit ' || i || ' 🚚 ü' END
          FROM generate_series(1, \(rows)) i;
        CREATE TABLE agents (agent_id bigint NOT NULL PRIMARY KEY, name varchar(40) NOT NULL);
        INSERT INTO agents VALUES (1, 'Zoë'), (2, '李小龍'), (7, 'O''Hara');
        """
    }

    package static let postgresTables = """
          - source: public.visits
            target: analytics_dev.visits
          - source: public.agents
            target: analytics_dev.agents
        """

    package static let tables = """
          - source: main.visits
            target: analytics_dev.visits
          - source: main.agents
            target: analytics_dev.agents
        """

    /// Whether source and target have the same rows, each the same number of times.
    package static func areEqual(_ migration: TestMigration, schema: String = "analytics_dev") async throws -> Bool {
        let source = try await migration.sourceRows(
            "SELECT visit_id, agent_id, visited, CAST(amount * 100 AS INTEGER), note FROM visits")
        let target = try await migration.targetRows(
            "SELECT visit_id, agent_id, visited, (amount * 100)::bigint AS cents, note FROM \(schema).visits")
        return source == target
    }

    /// Whether the newest run's chunks and receipts match one to one.
    package static func hasOneReceiptPerChunk(_ migration: TestMigration) async throws -> Bool {
        let chunks = try await migration.number(
            "SELECT count(*) FROM migration_status.work WHERE state = 'done'", in: migration.control)
        let all = try await migration.number("SELECT count(*) FROM migration_status.work", in: migration.control)
        let receipts = try await migration.number("SELECT count(*) FROM migration_receipt.receipt")
        return chunks == all && chunks == receipts && chunks > 0
    }
}
