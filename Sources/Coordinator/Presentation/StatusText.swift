import Model
package import WorkQueue

/// What `status`, `chunks` and `workers` print.
package enum StatusText {
    /// A run: its heading, a table of its tables, its errors and its workers.
    package static func run(
        _ status: RunStatus, workers: [WorkerStatus], meter: RateMeter? = nil, style: TextStyle
    ) -> [String] {
        var lines = facts(status, style: style) + [""]
        if let breaker = status.breaker { lines += [style.paint(Self.text(breaker), .red), ""] }
        lines += tables(status, meter: meter).lines(style: style)
        let errors = status.tables.filter { $0.failed > 0 || $0.error != nil }
        if !errors.isEmpty {
            lines.append("")
            lines += errors.map { table in
                let chunks = table.failed > 0 ? "\(Quantity.plural(table.failed, "chunk")) failed: " : ""
                return style.paint(
                    "\(table.target): \(chunks)\(table.error ?? "`snowmelt chunks` shows why")".singleLine, .red)
            }
        }
        lines += status.tables.filter { !$0.differing.isEmpty }.flatMap { table in
            ["", style.paint("\(table.target): \(differences(table.differing))", .yellow)]
        }
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
            .init("TARGET"), .init("CHUNK", .right), .init("STATE"), .init("ROWS", .right), .init("EXPECTED", .right),
            .init("BYTES", .right), .init("ATTEMPTS", .right), .init("WORKER"), .init("RANGE"), .init("ERROR"),
        ])
        table.rows = chunks.map { chunk in
            [
                .init(chunk.target.description), .init(String(chunk.number)), .state(chunk.state),
                .init(chunk.rows.map(Quantity.count) ?? ""), .init(chunk.expectedRows.map(Quantity.count) ?? ""),
                .init(chunk.bytes.map { Quantity.bytes(Double($0)) } ?? ""), .init(String(chunk.attempts)),
                .init(chunk.worker ?? ""), .init(chunk.range), .init(chunk.error ?? "", color: .red),
            ]
        }
        return table.lines(style: style)
    }

    package static func workers(_ workers: [WorkerStatus], style: TextStyle) -> [String] {
        guard !workers.isEmpty else { return ["no workers within the last hour"] }
        var table = TextTable([
            .init("WORKER"), .init("HOST"), .init("PID", .right), .init("STATE"), .init("CHUNKS", .right),
            .init("SLOTS", .right), .init("VERSION"), .init("STARTED"), .init("LEASE UNTIL"),
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
        let isOpen = breaker.state == .open
        let rest = (breaker.restSeconds ?? 0).rounded(.up)
        let next = isOpen ? "next try in \(Quantity.duration(rest))" : "one slot tries the source"
        let error = breaker.error.map { "; \($0)" } ?? ""
        return "source breaker \(isOpen ? "open" : "half-open") after "
            + "\(Quantity.plural(breaker.failures, "failure")): no claims; \(next)\(error)".singleLine
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
        return facts.map { $0.0.padded(to: 10) + $0.1 }
    }

    private static func tables(_ status: RunStatus, meter: RateMeter?) -> TextTable {
        var table = TextTable([
            .init("SOURCE"), .init("TARGET"), .init("STATE"), .init("CHUNKS", .right), .init("ROWS", .right),
            .init("OF", .right), .init("DONE", .right), .init("BYTES", .right), .init("ROWS/S", .right),
            .init("ETA", .right),
        ])
        table.rows = status.tables.map { row in
            let rate = meter?.rate(of: row.target) ?? RateMeter.average(of: row)
            let left = row.ready + row.claimed > 0 ? RateMeter.secondsLeft([row], at: rate) : nil
            return [
                .init(row.source.description), .init(row.target.description),
                .init(row.stage, color: row.state.color),
                .init("\(Quantity.count(row.done))/\(Quantity.count(row.total))"),
                .init(Quantity.count(row.copiedRows)), .init(Quantity.count(row.expectedRows)),
                .init(
                    row.done >= row.total
                        ? "100%" : Quantity.percent(row.copiedRows, of: max(row.expectedRows, row.copiedRows + 1))),
                .init(Quantity.bytes(Double(row.bytes))), .init(rate.map { Quantity.short($0.rowsPerSecond) } ?? ""),
                .init(left.map(Quantity.duration) ?? ""),
            ]
        }
        return table
    }
}

extension TableStatus {
    /// The state, plus the step of publishing and its duration if it takes long: `publishing: index 4:12`.
    var stage: String {
        guard let step else { return state.rawValue }
        return "\(state.rawValue): \(step.name.rawValue) \(Quantity.duration(step.seconds))"
    }
}
