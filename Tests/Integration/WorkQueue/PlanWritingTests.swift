import Model
import Postgres
import Statements
import TestKit
import Testing
import WorkQueue

@Suite("Writing a plan")
struct PlanWritingTests {
    @Test("a config has one unfinished run, however many coordinators plan at the same time")
    func onePlanner() async throws {
        let planned = try await PlannedRun(tables: [1])
        let created = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let runs = Runs(database: ControlDatabase(options: planned.database.options()))
                    return try await runs.create(
                        PlannedRun.newRun(name: "run \(number)", config: "another"),
                        coordinator: CoordinatorIdentity(who: "\(number)")) != nil
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
        let term = try #require(try await planned.runs.create(run, coordinator: planned.coordinator))
        let successor = CoordinatorIdentity(who: "successor")
        #expect(try await planned.runs.lead(run.id, as: successor) == nil)
        try await planned.database.execute("UPDATE migration_status.run SET coordinator_until = clock_timestamp()")
        let next = try #require(try await planned.runs.lead(run.id, as: successor))
        #expect(next.state == .planning)

        let tables = [PlannedRun.table(1, chunks: 50)]
        let failure = await #expect(throws: Failure.self) {
            try await planned.runs.write(tables, under: term)
        }
        #expect(failure?.status == .refused)
        for table in ["run_table", "chunk", "work"] {
            #expect(
                try await planned.value("SELECT count(*) FROM migration_status.\(table) WHERE run_id = '\(run.id)'")
                    == "0")
        }
        try await planned.runs.write(tables, under: next.term)
        #expect(try await planned.runs.status(run.id).tables.map(\.total) == [50])
        await #expect(throws: (any Error).self) {
            try await planned.runs.write(tables, under: next.term)
        }
        #expect(try await planned.runs.status(run.id).tables.map(\.ready) == [50])
    }

    @Test("no chunk of a withdrawn plan is claimed, and the next epoch's plan and snapshot can be written")
    func takenBack() async throws {
        let planned = try await PlannedRun(tables: [3, 2])
        let worker = try await planned.worker()
        let late = try await planned.claimed(worker)
        let other = Term(run: planned.run.id)
        await #expect(throws: Failure.self) { try await planned.runs.takeBackPlan(under: other) }
        #expect(try await planned.claim(worker) != nil)
        try await planned.runs.takeBackPlan(under: planned.term)
        #expect(try await planned.claim(worker) == nil)

        var table = PlannedRun.table(1, chunks: 4)
        table.epoch = 2
        try await planned.runs.write([table], under: planned.term, snapshot: .pinned("later"))
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

    @Test("a plan of 100,000 chunks is written completely, and its chunks can be claimed immediately")
    func large() async throws {
        let planned = try await PlannedRun(tables: [60_000, 40_000])
        #expect(try await planned.value("SELECT count(*) FROM migration_status.chunk") == "100000")
        #expect(try await planned.states() == "ready 100000")
        let status = try await planned.runs.status(planned.run.id)
        #expect(status.state == .pending)
        #expect(status.tables.map(\.total) == [60_000, 40_000])
        #expect(status.tables.map(\.expectedRows) == [60_000 * 60_001 / 2, 40_000 * 40_001 / 2])
        let worker = try await planned.worker()
        #expect(try await planned.claimed(worker).key.tableNumber == 1)
        #expect(try await planned.claimed(worker).key.tableNumber == 2)
    }

    @Test("deleting a run removes everything of it, and nothing of another run")
    func deleted() async throws {
        let planned = try await PlannedRun(tables: [3])
        let other = PlannedRun.newRun(name: "second", config: "another")
        let term = try #require(try await planned.runs.create(other, coordinator: planned.coordinator))
        try await planned.runs.write([PlannedRun.table(1, chunks: 5)], under: term)
        try await planned.database.execute("DELETE FROM migration_status.run WHERE name = 'first'")
        for table in ["chunk", "work"] {
            #expect(try await planned.value("SELECT count(*) FROM migration_status.\(table)") == "5")
        }
        #expect(try await planned.value("SELECT count(*) FROM migration_status.run_table") == "1")
    }

    @Test("one coordinator leads a run until its lead expires or is given up, and each lead is a term of its own")
    func lead() async throws {
        let planned = try await PlannedRun(tables: [1])
        let (runs, run) = (planned.runs, planned.run.id)
        let other = CoordinatorIdentity(who: "other")
        #expect(try await runs.renew(planned.term) == .active)
        #expect(try await runs.lead(run, as: other) == nil)
        #expect(try await runs.lead(run, as: planned.coordinator) == nil)
        #expect(try await runs.coordinator(of: run) == "tester")
        try await runs.leave(Term(run: run))
        #expect(try await runs.lead(run, as: other) == nil)
        // An expired lead can be renewed as long as nobody else leads.
        try await planned.database.execute("UPDATE migration_status.run SET coordinator_until = clock_timestamp()")
        #expect(try await runs.renew(planned.term) == .active)
        #expect(try await runs.lead(run, as: other) == nil)
        try await runs.leave(planned.term)
        #expect(try await runs.coordinator(of: run) == nil)
        let next = try #require(try await runs.lead(run, as: other))
        #expect(next.state == .active)
        #expect(try await runs.renew(planned.term) == nil)
        try await runs.leave(next.term)
        // Nobody leads, but the first coordinator's term has ended anyway.
        #expect(try await runs.renew(planned.term) == nil)
        let again = try #require(try await runs.lead(run, as: planned.coordinator))
        #expect(again.term != planned.term)
    }

    @Test("a term that has ended can't change anything of a run")
    func endedTerm() async throws {
        let planned = try await PlannedRun(tables: [1])
        let (runs, queue, term) = (planned.runs, planned.queue, planned.term)
        try await planned.database.execute("UPDATE migration_status.run SET coordinator_until = clock_timestamp()")
        #expect(try await runs.lead(planned.run.id, as: CoordinatorIdentity(who: "successor")) != nil)
        let table = PlannedRun.table(1, chunks: 1)
        let announced = TableConfiguration(
            source: .table(table.spec.source), target: table.spec.target, settings: TableSettings())
        let key = ChunkKey(runID: term.run, tableNumber: 1, epoch: 1, chunkNumber: 1)
        let state =
            "SELECT string_agg(t::text || w::text, ',') FROM migration_status.run_table t, migration_status.work w"
        let before = try await planned.value(state)
        let changes: [@Sendable () async throws -> Void] = [
            { try await runs.require(term) },
            { try await runs.announce([announced], under: term) },
            { try await runs.write([table], under: term) },
            { try await runs.takeBackPlan(under: term) },
            { try await queue.dropClaims(under: term) },
            { try await runs.clearErrors(term) },
            { try await queue.requeueUnreceipted(key, under: term) },
            { try await runs.startPublishing(1, under: term) },
            { try await runs.returnToLoading(1, under: term) },
            { try await runs.failPublishing(1, error: "error", under: term) },
            { try await runs.completeTable(1, rows: 1, counts: nil, under: term) },
        ]
        for change in changes {
            let failure = await #expect(throws: Failure.self) { try await change() }
            #expect(failure?.status == .refused)
            #expect(failure?.message.contains("successor") == true)
        }
        #expect(try await runs.completeIfDone(term) == false)
        try await runs.delete(term)
        #expect(try await runs.isAbandoned(planned.run.id, by: term) == false)
        #expect(try await planned.value(state) == before)
    }

    @Test("a run is found by id, start of its id, name and as the latest; ambiguous or unknown names are refused")
    func find() async throws {
        let planned = try await PlannedRun(tables: [1])
        let id = planned.run.id.text
        for text in [id, id.uppercased(), String(id.prefix(8)), "first", "latest"] {
            #expect(try await planned.runs.find(text, config: PlannedRun.config).id == planned.run.id)
        }
        for text in [String(id.prefix(3)), "second", "", "%", "'"] {
            let failure = await #expect(throws: Failure.self) {
                try await planned.runs.find(text, config: PlannedRun.config)
            }
            #expect(failure?.status == .usage)
        }
        var twin = PlannedRun.newRun(name: "twin", config: "another")
        twin.id = RandomID(text: id.prefix(24) + "000000000000")
        #expect(try await planned.runs.create(twin, coordinator: planned.coordinator) != nil)
        // The latest is the newest of the config.
        #expect(try await planned.runs.find("latest", config: "another").id == twin.id)
        #expect(try await planned.runs.find("latest", config: PlannedRun.config).id == planned.run.id)
        let failure = await #expect(throws: Failure.self) { try await planned.runs.find("latest", config: "third") }
        #expect(failure?.message == "this config has no run yet")
        #expect(failure?.hint?.contains("twin, first") == true)
        #expect(try await planned.runs.find("first", config: "another").id == planned.run.id)
        await #expect(throws: Failure.self) { try await planned.runs.find(String(id.prefix(8)), config: "another") }
    }
}
