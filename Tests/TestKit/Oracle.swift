/// Checks the invariants after a fault, once the run should have succeeded; throws the verdict if one is violated.
///
/// It checks the migration's newest run and returns the verdict, for logging. Sessions may take a moment to end after
/// their programs, and memory to be freed, so these checks are repeated for a while.
///
/// - Parameters:
///   - tables: the comparisons; `nil` for all columns of all published tables, as SQLite and PostgreSQL print them.
///   - failedChunks: the expected number of failed chunks. Their tables stay unpublished and aren't compared.
///   - recovery: the time that the recovery took and may take; `nil` to skip I5.
///   - logs: one JSON log for each process; empty to skip I7.
///   - lostLeases: the expected number of processes that lost their lease; `nil` for any number.
///   - survivors: programs that are still running; their sessions may remain, idle. Empty to skip I8.
///   - isPooled: whether a pooler keeps sessions open.
///   - patience: the time that leftovers may take to disappear.
@discardableResult
package func oracle(
    _ migration: TestMigration, tables: [TableComparison]? = nil, failedChunks: Int = 0, recovery: Recovery? = nil,
    logs: [String] = [], lostLeases: Int? = nil, survivors: [Survivor] = [], isPooled: Bool = false,
    patience: Duration = .seconds(30)
) async throws -> Verdict {
    let verdict = try await Oracle(migration: migration, patience: patience).verdict(
        tables: tables, failedChunks: failedChunks, recovery: recovery, logs: logs, lostLeases: lostLeases,
        survivors: survivors, isPooled: isPooled)
    guard verdict.broken.isEmpty else { throw verdict }
    return verdict
}

/// The check of one migration.
struct Oracle {
    let migration: TestMigration
    let patience: Duration

    func verdict(
        tables: [TableComparison]?, failedChunks: Int, recovery: Recovery?, logs: [String], lostLeases: Int?,
        survivors: [Survivor], isPooled: Bool
    ) async throws -> Verdict {
        var verdict = Verdict()
        verdict.logs = logs
        let state = try await RecordedRun(of: migration)
        try await compare(tables, state, &verdict)
        matchReceipts(state, failedChunks: failedChunks, &verdict)
        try await countRows(state, &verdict)
        try await lookForLeftovers(mayIdle: isPooled || !survivors.isEmpty, &verdict)
        if let recovery { judge(recovery, &verdict) }
        countAttempts(state, &verdict)
        if !logs.isEmpty { try readLogs(logs, lostLeases: lostLeases, &verdict) }
        if !survivors.isEmpty { try await weigh(survivors, &verdict) }
        return verdict
    }

    private func compare(_ tables: [TableComparison]?, _ state: RecordedRun, _ verdict: inout Verdict) async throws {
        var comparisons = tables ?? []
        if tables == nil {
            for table in state.tables where table.isPublished {
                comparisons.append(
                    try await TableComparison.whole(
                        source: table.source, target: table.target, in: migration.target))
            }
        }
        var findings = comparisons.isEmpty ? ["no table is published"] : []
        var rows = 0
        for comparison in comparisons {
            let answer = try await comparison.differences(migration)
            rows += answer.rows
            findings += answer.findings
        }
        verdict.record(.equalRows, findings, seen: "\(comparisons.count) tables, \(rows) rows")
    }

    private func matchReceipts(_ state: RecordedRun, failedChunks: Int, _ verdict: inout Verdict) {
        var findings: [String] = []
        for (key, chunk) in state.chunks.sorted(by: { $0.key < $1.key }) {
            let receipts = state.receipts[key] ?? []
            if chunk.state == "failed", failedChunks > 0 {
                if !receipts.isEmpty { findings.append("\(key) failed and has a receipt") }
                continue
            }
            if chunk.state != "done" { findings.append("\(key) is \(chunk.state)") }
            if receipts.count != 1 { findings.append("\(key) has \(receipts.count) receipts") }
            for rows in receipts where rows != chunk.rows {
                findings.append("\(key) has \(chunk.rows ?? -1) rows in the queue, \(rows) in its receipt")
            }
        }
        for key in state.receipts.keys.sorted() where state.chunks[key] == nil {
            findings.append("a receipt for \(key), which isn't planned")
        }
        for table in state.tables where table.isPublished && state.unlogged.contains(table.number) {
            findings.append("\(table.target) is published, and a crash would take its receipts")
        }
        for key in state.voids.union(state.halves.keys).sorted() {
            let halves = state.halves[key] ?? []
            if !state.voids.contains(key) { findings.append("\(key) was split and has no void receipt") }
            if state.chunks[key] != nil { findings.append("\(key) was split and is in the queue") }
            if halves.count != 2 { findings.append("\(key) was split into \(halves.count)") }
            for half in halves where state.chunks[half] == nil && !state.voids.contains(half) {
                findings.append("\(half), a half of \(key), is gone")
            }
        }
        if state.chunks.isEmpty { findings.append("no chunk is planned") }
        let failed = state.chunks.values.count { $0.state == "failed" }
        if failed != failedChunks { findings.append("\(failed) chunks failed, not \(failedChunks)") }
        verdict.record(.oneReceipt, findings, seen: "\(state.chunks.count) chunks, \(state.voids.count) split")
    }

    private func countRows(_ state: RecordedRun, _ verdict: inout Verdict) async throws {
        var findings: [String] = []
        // In mode append, the table also contains earlier rows.
        for table in state.tables where table.isPublished && table.mode != "append" {
            let stored = try await migration.number("SELECT count(*) FROM \(table.target)")
            let receipted = state.receipts.filter { $0.key.table == table.number }.values.joined().reduce(0, +)
            if stored != receipted {
                findings.append("\(table.target) holds \(stored) rows, its receipts say \(receipted)")
            }
            let unlogged = try await migration.number(
                "SELECT count(*) FROM pg_class WHERE oid = '\(table.target)'::regclass AND relpersistence <> 'p'")
            if unlogged != 0 { findings.append("\(table.target) is published, and a crash would empty it") }
        }
        let unpublished = state.tables.filter { !$0.isPublished }.map { "_\($0.number)" }
        let staging = try await migration.target.list(
            #"""
            SELECT oid::regclass::text AS line FROM pg_class
             WHERE relname LIKE '\_\_snowmelt\_%' AND relkind IN ('r', 'p') ORDER BY 1
            """#)
        for name in staging where !unpublished.contains(where: { name.hasSuffix($0) }) {
            findings.append("\(name) is left over")
        }
        verdict.record(.noLosingRows, findings, seen: "\(state.receipts.count) receipts")
    }

    private func judge(_ recovery: Recovery, _ verdict: inout Verdict) {
        let isLate = recovery.measured > recovery.allowed
        verdict.record(
            .recoveryTime, isLate ? ["\(recovery.measured) is more than \(recovery.allowed)"] : [],
            seen: "\(recovery.measured) of \(recovery.allowed)")
    }

    private func countAttempts(_ state: RecordedRun, _ verdict: inout Verdict) {
        let findings = state.chunks.sorted { $0.key < $1.key }.compactMap { key, chunk -> String? in
            let maximum = state.tables.first { $0.number == key.table }?.maxAttempts ?? 0
            return chunk.attempts > maximum ? "\(key) had \(chunk.attempts) attempts of \(maximum)" : nil
        }
        verdict.record(.attempts, findings, seen: "at most \(state.chunks.values.map(\.attempts).max() ?? 0)")
    }

    private func readLogs(_ logs: [String], lostLeases: Int?, _ verdict: inout Verdict) throws {
        let readings = try logs.map { try LogReading($0) }
        var findings: [String] = []
        for (index, reading) in readings.enumerated() where reading.count(LogReading.lostLease) > 1 {
            findings.append("process \(index + 1) logged its lost lease \(reading.count(LogReading.lostLease)) times")
        }
        let lost = readings.count { $0.count(LogReading.lostLease) > 0 }
        if let lostLeases, lost != lostLeases {
            findings.append("\(lost) processes logged a lost lease, not \(lostLeases)")
        }
        let chunks = Dictionary(grouping: readings.flatMap(\.lostChunks), by: \.self)
        for (what, times) in chunks.sorted(by: { $0.key < $1.key }) where times.count > 1 {
            findings.append("logged \(times.count) times: \(what)")
        }
        verdict.record(.fencesLogged, findings, seen: "\(lost) leases and \(chunks.count) chunks lost")
    }

    private func weigh(_ survivors: [Survivor], _ verdict: inout Verdict) async throws {
        var findings: [String] = []
        try await settled {
            findings = []
            for survivor in survivors {
                guard survivor.program.isRunning else {
                    findings.append("a program that should have survived has ended")
                    continue
                }
                let now = try survivor.program.footprint
                // Freed memory returns to the system late, or not at all.
                let limit = survivor.start.kibibytes * 3 / 2 + 32 * 1024
                if now.openFiles > survivor.start.openFiles || now.kibibytes > limit {
                    findings.append("\(survivor.start) at the start, \(now) now")
                }
            }
            return findings.isEmpty
        }
        let seen = try survivors.filter(\.program.isRunning).map { "\(try $0.program.footprint)" }
        verdict.record(.footprint, findings, seen: seen.joined(separator: "; "))
    }
}
