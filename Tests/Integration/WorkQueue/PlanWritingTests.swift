import Model
import Postgres
import Statements
import TestKit
import Testing
import WorkQueue

@Suite("Writing a plan")
struct PlanWritingTests {
    @Test("a config has one unfinished run, whoever plans it at once")
    func onePlanner() async throws {
        let planned = try await PlannedRun(tables: [1])
        let created = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let runs = Runs(database: ControlDatabase(options: planned.database.options()))
                    return try await runs.create(
                        PlannedRun.newRun(name: "run \(number)", config: "another"),
                        coordinator: CoordinatorIdentity(who: "\(number)"))
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(created == 1)
    }

    @Test("a coordinator whose run was taken over leaves nothing of its plan")
    func takenOver() async throws {
        let planned = try await PlannedRun(tables: [1])
        let run = PlannedRun.newRun(name: "second", config: "another")
        #expect(try await planned.runs.create(run, coordinator: planned.coordinator))
        let successor = CoordinatorIdentity(who: "successor")
        #expect(try await planned.runs.lead(run.id, as: successor) == nil)
        try await planned.database.execute("UPDATE migration_status.run SET coordinator_until = clock_timestamp()")
        #expect(try await planned.runs.lead(run.id, as: successor) == .planning)

        let tables = [PlannedRun.table(1, chunks: 50)]
        let failure = await #expect(throws: Failure.self) {
            try await planned.runs.write(tables, run: run.id, coordinator: planned.coordinator)
        }
        #expect(failure?.status == .refused)
        for table in ["run_table", "chunk", "work"] {
            #expect(
                try await planned.value("SELECT count(*) FROM migration_status.\(table) WHERE run_id = '\(run.id)'")
                    == "0")
        }
        try await planned.runs.write(tables, run: run.id, coordinator: successor)
        #expect(try await planned.runs.status(run.id).tables.map(\.total) == [50])
        await #expect(throws: (any Error).self) {
            try await planned.runs.write(tables, run: run.id, coordinator: successor)
        }
        #expect(try await planned.runs.status(run.id).tables.map(\.ready) == [50])
    }

    @Test("a plan that is taken back gives no chunk away, and makes room for the next epoch's with its snapshot")
    func takenBack() async throws {
        let planned = try await PlannedRun(tables: [3, 2])
        let worker = try await planned.worker()
        let late = try await planned.claimed(worker)
        let other = CoordinatorIdentity(who: "other")
        #expect(try await !planned.runs.takeBackPlan(planned.run.id, coordinator: other))
        #expect(try await planned.claim(worker) != nil)
        #expect(try await planned.runs.takeBackPlan(planned.run.id, coordinator: planned.coordinator))
        #expect(try await planned.claim(worker) == nil)

        var table = PlannedRun.table(1, chunks: 4)
        table.epoch = 2
        try await planned.runs.write(
            [table], run: planned.run.id, snapshot: .pinned("later"), coordinator: planned.coordinator)
        #expect(try await planned.states() == "ready 4")
        #expect(
            try await planned.value(
                "SELECT string_agg(DISTINCT epoch || ' ' || table_no, ',') FROM migration_status.chunk") == "2 1")
        #expect(try await planned.runs.snapshot(of: planned.run.id) == .pinned("later"))
        #expect(try await planned.runs.status(planned.run.id).tables.map(\.total) == [4])
        try await planned.queue.finish(late, CopiedChunk(rows: 1, bytes: 1))
        #expect(try await planned.states() == "ready 4")
        #expect(try await planned.claimed(worker).key.epoch == 2)
    }

    @Test("a plan of 100,000 chunks is written whole, and claims come from it at once")
    func large() async throws {
        let planned = try await PlannedRun(tables: [60_000, 40_000])
        #expect(try await planned.value("SELECT count(*) FROM migration_status.chunk") == "100000")
        #expect(try await planned.states() == "ready 100000")
        let status = try await planned.runs.status(planned.run.id)
        #expect(status.state == "pending")
        #expect(status.tables.map(\.total) == [60_000, 40_000])
        #expect(status.tables.map(\.expectedRows) == [60_000 * 60_001 / 2, 40_000 * 40_001 / 2])
        let worker = try await planned.worker()
        #expect(try await planned.claimed(worker).key.tableNumber == 1)
        #expect(try await planned.claimed(worker).key.tableNumber == 2)
    }

    @Test("a run that is deleted takes all that is its own, and nothing of another's")
    func deleted() async throws {
        let planned = try await PlannedRun(tables: [3])
        let other = PlannedRun.newRun(name: "second", config: "another")
        #expect(try await planned.runs.create(other, coordinator: planned.coordinator))
        try await planned.runs.write([PlannedRun.table(1, chunks: 5)], run: other.id, coordinator: planned.coordinator)
        try await planned.database.execute("DELETE FROM migration_status.run WHERE name = 'first'")
        for table in ["chunk", "work"] {
            #expect(try await planned.value("SELECT count(*) FROM migration_status.\(table)") == "5")
        }
        #expect(try await planned.value("SELECT count(*) FROM migration_status.run_table") == "1")
    }

    @Test("the lead of a run is one coordinator's until it lapses or is given back")
    func lead() async throws {
        let planned = try await PlannedRun(tables: [1])
        let other = CoordinatorIdentity(who: "other")
        #expect(try await planned.runs.lead(planned.run.id, as: planned.coordinator) == .active)
        #expect(try await planned.runs.lead(planned.run.id, as: other) == nil)
        #expect(try await planned.runs.coordinator(of: planned.run.id) == "tester")
        try await planned.runs.leave(planned.run.id, as: other)
        #expect(try await planned.runs.lead(planned.run.id, as: other) == nil)
        try await planned.runs.leave(planned.run.id, as: planned.coordinator)
        #expect(try await planned.runs.coordinator(of: planned.run.id) == nil)
        #expect(try await planned.runs.lead(planned.run.id, as: other) == .active)
        #expect(try await planned.runs.lead(planned.run.id, as: planned.coordinator) == nil)
    }

    @Test("a run is found by id, start of its id, name and as the latest; what is ambiguous or unknown is refused")
    func find() async throws {
        let planned = try await PlannedRun(tables: [1])
        let id = planned.run.id.text
        for text in [id, id.uppercased(), String(id.prefix(8)), "first", "latest"] {
            #expect(try await planned.runs.find(text).id == planned.run.id)
        }
        for text in [String(id.prefix(3)), "second", "", "%", "'"] {
            let failure = await #expect(throws: Failure.self) { try await planned.runs.find(text) }
            #expect(failure?.status == .usage)
        }
        var twin = PlannedRun.newRun(name: "twin", config: "another")
        twin.id = RandomID(text: id.prefix(24) + "000000000000")
        #expect(try await planned.runs.create(twin, coordinator: planned.coordinator))
        #expect(try await planned.runs.find("latest").id == twin.id)
        #expect(try await planned.runs.find("first").id == planned.run.id)
        await #expect(throws: Failure.self) { try await planned.runs.find(String(id.prefix(8))) }
    }
}
