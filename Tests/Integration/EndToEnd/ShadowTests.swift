import Model
import Postgres
import Statements
import TestKit
import Testing

@Suite("Foreign functions and operators with names of PostgreSQL's own")
struct ShadowTests {
    private static let source = """
        CREATE TABLE orders (id varchar(20) PRIMARY KEY, amount numeric(12, 2), status varchar(10), placed timestamptz);
        INSERT INTO orders SELECT 'o' || lpad(i::text, 6, '0'), i % 500 / 4.0, 'paid', now() FROM generate_series(1, 3000) i;
        CREATE TABLE lines (order_id bigint, line int, note text, PRIMARY KEY (order_id, line));
        INSERT INTO lines SELECT i / 3, i % 3, 'note ' || i FROM generate_series(3, 2999) i;
        CREATE TABLE heap AS SELECT i AS a, 'x' AS b FROM generate_series(1, 500) i;
        CREATE SCHEMA analytics_dev;
        CREATE TABLE analytics_dev.heap (a int, b text);
        CREATE TABLE analytics_dev.lines AS SELECT * FROM lines WHERE false;
        """
    private static let tables = """
          - source: public.orders
            target: analytics_dev.orders
            where: "status = 'paid' AND length(status) > 2"
            columns: {label: {expr: "upper(id) || '!'", type: text}}
          - {source: public.lines, target: analytics_dev.lines, mode: truncate, allow_truncate: true}
          - {source: public.heap, target: analytics_dev.heap, mode: append}
          - query: "SELECT id, amount FROM public.orders WHERE amount > 10"
            target: analytics_dev.dear
        """

    private func migration(in cluster: PostgresCluster) async throws -> TestMigration {
        let origin = try await TestSource.postgres(in: cluster).native
        try await origin.run(Self.source)
        let database = try #require(origin.database)
        return try TestMigration(
            from: origin, tables: Self.tables, defaults: "  threads: 2\n  chunk_rows: 500", target: database)
    }

    /// Uses everything that the programs do in a database.
    private func useAll(_ migration: TestMigration) async throws {
        for verb in [
            ["check"], ["discover"], ["plan"], ["cancel", "latest"], ["run", "--workers", "1", "--progress", "none"],
            ["status", "latest"], ["verify", "latest"], ["chunks", "latest"], ["workers"],
        ] {
            let ending = try await Program.run("snowmelt", verb, directory: migration.folder.path)
            // `verify` reports a difference if rows were appended twice.
            #expect([0, 6].contains(ending.code), "\(verb): \(ending.standardError)\(ending.standardOutput)")
        }
    }

    @Test("none of them is called, for all functions and operators in the product's statements")
    func noneCalled() async throws {
        let cluster = try await PostgresCluster.start()
        // The server logs its analysis of every statement.
        let learning = try await migration(in: cluster)
        let name = PostgresIdentifier.quoted(learning.target.name)
        try await learning.target.execute("ALTER DATABASE \(name) SET debug_print_parse = on")
        try await useAll(learning)
        let used = ShadowedNames.used(inLog: cluster.log)
        #expect(used.functions.count > 40 && used.operators.count > 15, "\(used)")

        let attacked = try await migration(in: cluster)
        #expect(try await attacked.snowmelt("plan").code == 0)
        #expect(try await attacked.snowmelt("cancel", "latest").code == 0)
        let shadows = try await ShadowedNames(database: attacked.target)
            .make(functions: used.functions, operators: used.operators)
        #expect(shadows > 200)
        let before = calls(cluster)
        try await useAll(attacked)
        #expect(calls(cluster) == before, "\(cluster.log.suffix(2000))")

        // Checks the trap: with the default search path, one of the product's statements falls into it.
        let connection = try await attacked.target.connect()
        _ = await postgresError { try await connection.query(SQL.serverFacts) }
        await connection.close()
        #expect(calls(cluster) > before)
    }

    private func calls(_ cluster: PostgresCluster) -> Int {
        cluster.log.split(separator: "\n").filter { $0.contains("LOG:  \(ShadowedNames.mark)") }.count
    }
}
