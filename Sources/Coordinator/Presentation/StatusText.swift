import Model
package import WorkQueue

/// What `status`, `chunks` and `workers` print.
package enum StatusText {
    /// A run: its heading, a table of its tables with their errors, and its workers.
    package static func run(
        _ status: RunStatus, workers: [WorkerStatus], meter: RateMeter? = nil, style: TextStyle
    ) -> [String] {
        var lines = facts(status, style: style) + [""]
        if let breaker = status.breaker { lines += [style.paint(Self.text(breaker), .red), ""] }
        lines += tables(status, meter: meter).lines(style: style)
        let present = workers.filter { $0.state != .gone }
        if !present.isEmpty { lines += [""] + Self.workers(present, style: style) }
        return lines
    }

    /// `2 chunks have other row counts than planned: chunk 1: 990 of 1,000, …`.
    package static func differences(_ chunks: [DifferingChunk]) -> String {
        let named = chunks.prefix(5).map { chunk in
            "chunk \(chunk.number): \(Quantity.count(chunk.copiedRows)) of \(Quantity.count(chunk.plannedRows))"
        }
        let what = chunks.count == 1 ? "has another row count" : "have other row counts"
        return "\(Quantity.plural(chunks.count, "chunk")) \(what) than planned: "
            + named.joined(separator: ", ") + (chunks.count > named.count ? ", …" : "")
    }

    package static func chunks(_ chunks: [ChunkStatus], style: TextStyle) -> [String] {
        guard !chunks.isEmpty else { return ["no matching chunks"] }
        var table = TextTable([
            .init("TARGET", fitting: .shortened), .init("CHUNK", .right), .init("STATE"), .init("ROWS", .right),
            .init("EXPECTED", .right, omission: 3), .init("BYTES", .right, omission: 1),
            .init("ATTEMPTS", .right, omission: 4), .init("WORKER", fitting: .shortened, omission: 2),
            .init("RANGE", fitting: .shortened),
        ])
        for (index, chunk) in chunks.enumerated() {
            table.rows.append([
                .init(chunk.target.description), .init(String(chunk.number)), .state(chunk.state),
                .init(chunk.rows.map(Quantity.count) ?? ""), .init(chunk.expectedRows.map(Quantity.count) ?? ""),
                .init(chunk.bytes.map { Quantity.bytes(Double($0)) } ?? ""), .init(String(chunk.attempts)),
                .init(chunk.worker ?? ""), .init(chunk.range),
            ])
            if let error = chunk.error { table.notes[index] = [.init(error, color: .red)] }
        }
        return table.lines(style: style)
    }

    package static func workers(_ workers: [WorkerStatus], style: TextStyle) -> [String] {
        guard !workers.isEmpty else { return ["no workers within the last hour"] }
        var table = TextTable([
            .init("WORKER", omission: 3), .init("HOST", fitting: .shortened), .init("PID", .right), .init("STATE"),
            .init("CHUNKS", .right), .init("SLOTS", .right), .init("VERSION", omission: 2), .init("STARTED"),
            .init("LEASE UNTIL", omission: 1),
        ])
        table.rows = workers.map { worker in
            [
                .init(String(worker.id.text.prefix(8))), .init(worker.host), .init(String(worker.pid)),
                .state(worker.state), .init(String(worker.chunks)), .init(String(worker.slots)),
                .init(worker.version), .init(Quantity.time(worker.startedAt)), .init(Quantity.time(worker.leaseUntil)),
            ]
        }
        return table.lines(style: style)
    }

    /// `source breaker open after 5 failures: no claims; next try in 0:27; [08001] …`.
    static func text(_ breaker: BreakerStatus) -> String {
        if breaker.state == .refused { return "source \(breaker.error ?? "login refused")".singleLine }
        let isOpen = breaker.state == .open
        let rest = (breaker.restSeconds ?? 0).rounded(.up)
        let next = isOpen ? "next try in \(Quantity.duration(rest))" : "one slot tries the source"
        let error = breaker.error.map { "; \($0)" } ?? ""
        return "source breaker \(breaker.state.rawValue) after "
            + "\(Quantity.plural(breaker.failures, "failure")): no claims; \(next)\(error)".singleLine
    }

    /// Why nothing of the run goes on, and what continues it: `paused since 2026-11-22 23:31:02Z (1:04); …`.
    static func standstill(_ status: RunStatus) -> String? {
        let name = status.name.singleLine
        guard let still = status.standstill else {
            guard !status.state.hasEnded, status.coordinator == nil, status.state != .failed,
                status.tables.allSatisfy({ !$0.isOpen })
            else { return nil }
            return "no coordinator leads the run; `snowmelt run` resumes it"
        }
        let since = still.since.map { since in
            " since \(Quantity.time(since))" + (still.seconds.map { " (\(Quantity.duration($0)))" } ?? "")
        }
        return switch still.reason {
        case .paused: "paused\(since ?? ""); `snowmelt resume \(name)` lets workers claim its chunks again"
        case .noWorker: "no worker is at work\(since ?? ""); `snowmelt run` or `snowmelt-worker` starts one"
        }
    }

    private static func facts(_ status: RunStatus, style: TextStyle) -> [String] {
        let state = style.paint(status.state)
        var facts = [
            ("run", "\(status.name.singleLine)  \(status.id)"), ("state", state),
            ("source", status.source.singleLine), ("snapshot", status.snapshot.singleLine),
            ("time", "\(Quantity.duration(status.seconds)) since \(Quantity.time(status.createdAt))"),
        ]
        if let end = status.completedAt { facts.append(("ended", Quantity.time(end))) }
        if let coordinator = status.coordinator { facts.append(("led by", coordinator.singleLine)) }
        if let still = standstill(status) { facts.append(("waits", style.paint(still, .yellow))) }
        return facts.map { $0.0.padded(to: 10) + $0.1 }
    }

    private static func tables(_ status: RunStatus, meter: RateMeter?) -> TextTable {
        var table = TextTable([
            .init("SOURCE", fitting: .shortened, omission: 1), .init("TARGET", fitting: .shortened), .init("STATE"),
            .init("CHUNKS", .right), .init("ROWS", .right), .init("OF", .right, omission: 3), .init("DONE", .right),
            .init("BYTES", .right, omission: 2), .init("ROWS/S", .right, omission: 4), .init("ETA", .right),
        ])
        let pace = Pace(status, meter: meter)
        for (index, row) in status.tables.enumerated() {
            table.rows.append([
                .init(row.source.description), .init(row.target.description),
                .init(row.stage, color: row.state.color),
                .init("\(Quantity.count(row.done))/\(Quantity.count(row.total))"),
                .init(Quantity.rows(row.copiedRows, row.mode)), .init(Quantity.count(row.expectedRows)),
                .init(
                    row.done >= row.total
                        ? "100%" : Quantity.percent(row.copiedRows, of: max(row.expectedRows, row.copiedRows + 1))),
                .init(Quantity.bytes(Double(row.bytes))),
                .init(pace.rate(of: row).map { Quantity.short($0.rowsPerSecond) } ?? ""),
                .init(row.state == .completed ? "" : pace.secondsLeft(of: row).map(Quantity.duration) ?? ""),
            ])
            table.notes[index] = notes(row)
        }
        return table
    }

    /// Why a table or chunks of it failed, and which chunks have other row counts than planned.
    private static func notes(_ table: TableStatus) -> [TextTable.Cell] {
        var notes: [TextTable.Cell] = []
        if table.failed > 0 || table.error != nil { notes.append(.init(failure(table), color: .red)) }
        if !table.differing.isEmpty { notes.append(.init(differences(table.differing), color: .yellow)) }
        return notes
    }

    /// `2 chunks failed: chunk 3: no such column x`.
    static func failure(_ table: TableStatus) -> String {
        let chunks = table.failed > 0 ? "\(Quantity.plural(table.failed, "chunk")) failed: " : ""
        return chunks + (table.error ?? "`snowmelt chunks` shows why")
    }
}

extension TableStatus {
    /// The state, plus the current step and its duration if it takes long: `publishing: index 4:12`.
    var stage: String {
        guard let step else { return state.rawValue }
        return "\(state.rawValue): \(step.name) \(Quantity.duration(step.seconds))"
    }
}
