// Foundation: JSONSerialization, as a JSON reader independent of the product.
import Foundation
import Glibc
import TestKit
import Testing

@Suite("Appending duplicates no rows")
struct AppendTests {
    private static let table = "  - {source: main.visits, target: analytics.visits, mode: append}"
    private static let rows = 10_000
    private static let chunks = 10

    private func migration(
        _ tables: String = table, hasOwnControl: Bool = false, function: String = #function
    ) async throws -> TestMigration {
        let control = hasOwnControl ? try await PostgresCluster.shared.database(function: "control_\(function)") : nil
        let migration = try await TestMigration(
            source: Visits.sql(rows: Self.rows), tables: tables, defaults: "  threads: 2\n  chunk_rows: 1000",
            target: try await PostgresCluster.shared.database(function: function), control: control)
        try await migration.target.execute(
            """
            CREATE SCHEMA analytics;
            CREATE TABLE analytics.visits (visit_id bigint, agent_id int, visited date, amount numeric, note text);
            INSERT INTO analytics.visits VALUES (-1)
            """)
        return migration
    }

    /// Plans a run and copies its first chunks; a worker finds the others failed.
    private func copySome(_ migration: TestMigration, name: String = "first", upTo last: Int = 4) async throws {
        let plan = try await migration.snowmelt("plan", "--name", name)
        #expect(plan.code == 0, "\(plan.standardError)")
        try await migration.control.execute(
            "UPDATE migration_status.work SET state = 'failed' WHERE state = 'ready' AND chunk_no > \(last)")
        let worker = try await migration.worker("--until-idle")
        #expect(worker.code == 0, "\(worker.standardError)")
    }

    private func copied(_ migration: TestMigration) async throws -> Int {
        try await migration.number("SELECT count(*) FROM analytics.visits WHERE visit_id > 0")
    }

    private func expectExact(_ migration: TestMigration) async throws {
        #expect(
            try await migration.targetRows(
                """
                SELECT visit_id, agent_id, visited, (amount * 100)::bigint AS cents, note FROM analytics.visits
                 WHERE visit_id > 0
                """)
                == migration.sourceRows(
                    "SELECT visit_id, agent_id, visited, CAST(amount * 100 AS INTEGER), note FROM visits"))
        #expect(try await migration.number("SELECT count(*) FROM analytics.visits WHERE visit_id < 0") == 1)
    }

    private func expectRefused(_ ending: Program.Ending, _ words: String...) {
        #expect(ending.code == 7, "\(ending)")
        for word in words { #expect(ending.standardError.contains(word), "\(word) in \(ending)") }
    }

    @Test("rows left by a cancelled run are reported, keep another run from appending, and can be continued")
    func continued() async throws {
        let migration = try await migration()
        try await copySome(migration)
        let left = try await copied(migration)
        #expect(left > 0 && left < Self.rows)
        let cancelled = try await migration.snowmelt("cancel", "first", "--output", "json")
        #expect(cancelled.code == 0, "\(cancelled.standardError)")
        let document = try JSONSerialization.jsonObject(with: Data(cancelled.standardOutput.utf8)) as? [String: Any]
        #expect(document?["state"] as? String == "cancelled")
        let rest = try #require((document?["left_rows"] as? [[String: Any]])?.first)
        #expect(rest["target"] as? String == "analytics.visits")
        #expect(rest["rows"] as? Int == left)
        #expect(rest["chunks"] as? [Int] == [1, 2, 3, 4])
        let again = try await migration.snowmelt("cancel", "first")
        #expect(again.standardOutput.contains("rows of chunks 1–4"), "\(again)")

        for verb in [["run"], ["plan"], ["plan", "--dry-run"]] {
            let refused = try await Program.run("snowmelt", verb, directory: migration.folder.path)
            expectRefused(refused, "rows of chunks 1–4", "run first", "--leftovers continue")
        }
        let check = try await migration.snowmelt("check")
        #expect(check.code == 7 && check.standardOutput.contains("rows of chunks 1–4"), "\(check)")
        #expect(try await copied(migration) == left)
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run") == 1)

        let run = try await migration.snowmelt("run", "--name", "second", "--leftovers", "continue")
        #expect(run.code == 0, "\(run.standardError)")
        try await expectExact(migration)
        #expect(
            try await migration.number(
                """
                SELECT count(*) FROM migration_status.work JOIN migration_status.run USING (run_id)
                 WHERE name = 'second' AND work.state = 'done' AND rows > 0
                """) == Self.chunks)
        let verified = try tables(try await migration.snowmelt("verify", "second", "--output", "json"))
        #expect(verified.first?["ok"] as? Bool == true)
        #expect(verified.first?["target_rows"] as? Int == Self.rows)
        #expect(verified.first?["target_rows_by"] as? String == "count")
        // Rows that were continued no longer count as left, and neither do published rows.
        let last = try await migration.snowmelt("cancel", "first")
        #expect(!last.standardOutput.contains("keeps"), "\(last)")
        let dry = try await migration.snowmelt("plan", "--dry-run")
        #expect(dry.code == 0, "\(dry.standardError)")
    }

    @Test("rows that are accepted stay, and everything is copied in addition")
    func accepted() async throws {
        let migration = try await migration()
        try await copySome(migration)
        let left = try await copied(migration)
        #expect(try await migration.snowmelt("cancel", "first").code == 0)
        let run = try await migration.snowmelt("run", environment: ["SNOWMELT_LEFTOVERS": "accept"])
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await copied(migration) == left + Self.rows)
        let next = try await migration.snowmelt("run")
        #expect(next.code == 0, "\(next.standardError)")
        #expect(try await copied(migration) == left + Self.rows * 2)
    }

    @Test("rows that somebody removed, or a later run replaced, don't keep a run from appending")
    func removed() async throws {
        let migration = try await migration()
        try await copySome(migration)
        #expect(try await migration.snowmelt("cancel", "first").code == 0)
        try await migration.target.execute("TRUNCATE analytics.visits")
        try await copySome(migration, name: "second")
        #expect(try await migration.snowmelt("cancel", "second").code == 0)
        let replace = try await migration.snowmelt("run", "--mode", "replace")
        #expect(replace.code == 0, "\(replace.standardError)")
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await copied(migration) == Self.rows * 2)
    }

    @Test(
        "a cancelled run in another mode in between doesn't hide the rows that were left",
        arguments: ["replace", "truncate"])
    func notForgotten(mode: String) async throws {
        let migration = try await migration()
        try await copySome(migration)
        let left = try await copied(migration)
        #expect(try await migration.snowmelt("cancel", "first").code == 0)
        // Refused, or planned and cancelled: in both cases it has owned the table.
        let other = try await migration.snowmelt("plan", "--name", "other", "--mode", mode)
        #expect(other.code == (mode == "replace" ? 0 : 7), "\(other.standardError)")
        if mode == "replace" { #expect(try await migration.snowmelt("cancel", "other").code == 0) }
        expectRefused(try await migration.snowmelt("run"), "rows of chunks 1–4", "run first")
        #expect(try await copied(migration) == left)
        let run = try await migration.snowmelt("run", "--leftovers", "continue")
        #expect(run.code == 0, "\(run.standardError)")
        try await expectExact(migration)
    }

    @Test("only the same plan with the same rows can be continued")
    func otherPlan() async throws {
        let migration = try await migration()
        try await copySome(migration)
        #expect(try await migration.snowmelt("cancel", "first").code == 0)
        expectRefused(
            try await migration.snowmelt("run", "--leftovers", "continue", "--chunk-rows", "500"), "another plan")
        try await migration.source("INSERT INTO visits (visit_id) VALUES (4)")
        let changed = try await migration.snowmelt("run", "--leftovers", "continue")
        expectRefused(changed, "run first")
        #expect(try await migration.number("SELECT count(*) FROM migration_status.run") == 1)
    }

    @Test("if the control database has lost the run, there is a way out that duplicates nothing")
    func controlLost() async throws {
        let migration = try await migration(hasOwnControl: true)
        try await copySome(migration)
        let left = try await copied(migration)
        let id = try #require(try await migration.control.rows("SELECT run_id FROM migration_status.run").first)
        try await migration.control.execute("DROP SCHEMA migration_status CASCADE")
        expectRefused(try await migration.snowmelt("run"), "doesn't know that run", "cancel \(id) --yes")
        for verb in ["status", "publish", "verify", "cancel", "chunks"] {
            expectRefused(try await migration.snowmelt(verb, id), "doesn't know it", "cancel \(id) --yes")
        }
        let cancelled = try await migration.snowmelt("cancel", id, "--yes")
        #expect(cancelled.code == 0, "\(cancelled.standardError)")
        #expect(cancelled.standardOutput.contains("rows of chunks 1–4"), "\(cancelled)")
        expectRefused(try await migration.snowmelt("run"), "rows of chunks 1–4", "run first")
        #expect(try await copied(migration) == left)
        let run = try await migration.snowmelt("run", "--leftovers", "continue")
        #expect(run.code == 0, "\(run.standardError)")
        try await expectExact(migration)
    }

    @Test("a run that a restored control database shows as planning isn't planned again over its own rows")
    func plannedAnew() async throws {
        let migration = try await migration()
        try await copySome(migration)
        let left = try await copied(migration)
        try await migration.control.execute(
            """
            DELETE FROM migration_status.work; DELETE FROM migration_status.chunk;
            UPDATE migration_status.run SET state = 'planning', coordinator_until = NULL
            """)
        expectRefused(try await migration.snowmelt("run"), "rows of chunks 1–4", "run first")
        #expect(try await copied(migration) == left)
        let run = try await migration.snowmelt("run", "--leftovers", "continue")
        #expect(run.code == 0, "\(run.standardError)")
        try await expectExact(migration)
    }

    @Test(
        "PostgreSQL's snapshot ends with its coordinator: missing chunks are copied from the same rows at a later one")
    func coordinatorKilled() async throws {
        let origin = try await TestSource.postgres().native
        try await origin.run(Visits.postgresSQL(rows: Self.rows))
        let migration = try TestMigration(
            from: origin, tables: "  - {source: public.visits, target: analytics.visits, mode: append}",
            defaults: "  threads: 1\n  chunk_rows: 1000", target: try await PostgresCluster.shared.database())
        try await migration.target.execute(
            """
            CREATE SCHEMA analytics;
            CREATE TABLE analytics.visits (visit_id bigint, agent_id bigint, visited date, amount numeric, note text);
            """)
        let slow = try await SlowLoading(migration, seconds: 0.2, table: "analytics.visits")
        let victim = try migration.start("snowmelt", "run", "--name", "first", "--progress", "none")
        try await eventually("some chunks are copied") {
            let isSetUp = try await migration.number("SELECT count(*) FROM pg_class WHERE relname = 'receipt'") > 0
            guard isSetUp else { return false }
            return try await migration.number("SELECT count(*) FROM migration_receipt.receipt") >= 2
        }
        let workers = try victim.children
        victim.signal(SIGKILL)
        for worker in workers { kill(worker, SIGKILL) }
        _ = try await victim.ending()
        try await slow.end()
        var refused = try await migration.snowmelt("run", "--progress", "none")
        try await eventually("the lead lapses") {
            guard refused.standardError.contains("is led by") else { return true }
            refused = try await migration.snowmelt("run", "--progress", "none")
            return false
        }
        expectRefused(refused, "can't go on", "snowmelt cancel first", "--leftovers continue")
        let cancelled = try await migration.snowmelt("cancel", "first")
        #expect(cancelled.code == 0 && cancelled.standardOutput.contains("still has"), "\(cancelled)")
        let left = try await copied(migration)
        #expect(left > 0 && left < Self.rows)
        expectRefused(try await migration.snowmelt("run", "--progress", "none"), "run first")
        #expect(try await copied(migration) == left)
        let run = try await migration.snowmelt("run", "--progress", "none", "--leftovers", "continue")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(
            try await migration.targetRows("SELECT * FROM analytics.visits")
                == migration.sourceRows("SELECT * FROM visits"))
    }

    @Test(
        "a restored target has lost rows and receipts together, and the lost chunks are copied again",
        arguments: [0, 4])
    func targetRestored(copiedBefore: Int) async throws {
        let migration = try await migration(hasOwnControl: true)
        try await copySome(migration, upTo: copiedBefore)
        let backup = try await migration.target.backup()
        #expect(try await migration.snowmelt("requeue", "first", "--failed").code == 0)
        #expect(try await migration.worker("--until-idle").code == 0)
        #expect(try await copied(migration) == Self.rows)
        try await migration.target.restore(backup)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        try await expectExact(migration)
    }

    @Test("a published run that its control database has lost isn't appended again")
    func publishedLost() async throws {
        let migration = try await migration(hasOwnControl: true)
        #expect(try await migration.snowmelt("run", "--name", "earlier").code == 0)
        let backup = try await migration.control.backup()
        #expect(try await migration.snowmelt("run", "--name", "later").code == 0)
        try await migration.control.restore(backup)
        let refused = try await migration.snowmelt("run")
        expectRefused(refused, "run later", "doesn't know that run")
        #expect(try await copied(migration) == Self.rows * 2)
        let run = try await migration.snowmelt("run", "--name", "latest-one", "--leftovers", "continue")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await copied(migration) == Self.rows * 2)
        // From here on the control database knows the last run.
        #expect(try await migration.snowmelt("run").code == 0)
        #expect(try await copied(migration) == Self.rows * 3)
    }

    @Test("rows that others write to the table don't count, and don't hide missing rows")
    func others() async throws {
        let migration = try await migration()
        try await copySome(migration)
        try await migration.target.execute("INSERT INTO analytics.visits SELECT -1 FROM generate_series(1, 50)")
        #expect(try await migration.snowmelt("requeue", "first", "--failed").code == 0)
        let run = try await migration.snowmelt("run", "--output", "json")
        #expect(run.code == 0, "\(run.standardError)")
        let verify = try await migration.snowmelt("verify", "first")
        #expect(verify.code == 0 && verify.standardOutput.contains("count"), "\(verify)")
        // Updated rows carry another transaction id, but they are still there.
        try await migration.target.execute("UPDATE analytics.visits SET note = 'seen' WHERE visit_id < 300")
        let changed = try tables(try await migration.snowmelt("verify", "first", "--output", "json"))
        #expect(changed.first?["ok"] as? Bool == true)
        #expect(changed.first?["target_rows_by"] as? String == "receipts")
        try await migration.target.execute("DELETE FROM analytics.visits WHERE visit_id > 300")
        #expect(try await migration.snowmelt("verify", "first").code == 6)
    }

    @Test("a table that is emptied while it is loaded differs", arguments: ["append", "truncate", "replace"])
    func emptied(mode: String) async throws {
        let migration = try await migration(
            "  - {source: main.visits, target: analytics.visits, mode: \(mode), allow_truncate: true}")
        try await copySome(migration, upTo: Self.chunks * 2)
        let loaded =
            mode == "replace"
            ? try #require(
                try await migration.target.rows(
                    #"SELECT oid::regclass FROM pg_class WHERE relname LIKE '\_\_snowmelt%' AND relkind = 'r'"#
                ).first)
            : "analytics.visits"
        try await migration.target.execute("TRUNCATE \(loaded)")
        for _ in 0..<2 {
            let run = try await migration.snowmelt("run")
            #expect(run.code == 6, "\(run)")
            #expect(run.standardError.contains("rows that the receipts prove"), "\(run)")
        }
        #expect(try await migration.snowmelt("publish", "first").code == 6)
        #expect(try await migration.snowmelt("cancel", "first").code == 0)
        let run = try await migration.snowmelt("run")
        #expect(run.code == 0, "\(run.standardError)")
        #expect(try await copied(migration) == Self.rows)
    }

    @Test(
        "receipts that are deleted while a table is loaded differ, and nothing is doubled",
        arguments: ["append", "truncate", "replace"])
    func receiptsDeleted(mode: String) async throws {
        let migration = try await migration(
            "  - {source: main.visits, target: analytics.visits, mode: \(mode), allow_truncate: true}")
        try await copySome(migration, upTo: Self.chunks * 2)
        try await migration.target.execute("DELETE FROM migration_receipt.receipt WHERE chunk_no IN (2, 3)")
        for _ in 0..<2 {
            let run = try await migration.snowmelt("run")
            #expect(run.code == 6, "\(run)")
            #expect(run.standardError.contains("chunks 2–3 are marked as copied and have no receipts"), "\(run)")
        }
        if mode != "replace" { #expect(try await copied(migration) == Self.rows) }
        let cancelled = try await migration.snowmelt("cancel", "first")
        #expect(cancelled.code == 0, "\(cancelled)")
        if mode == "append" {
            try await migration.target.execute("DELETE FROM analytics.visits WHERE visit_id > 0")
            let run = try await migration.snowmelt("run", "--leftovers", "accept")
            #expect(run.code == 0, "\(run.standardError)")
            try await expectExact(migration)
        }
    }
}
