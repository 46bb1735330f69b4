import Model
package import WorkQueue

/// The contents of a run's live display: a heading, a bar per table, the sum, workers, and failed chunks with their
/// errors.
///
/// Pure: returns the lines for one status, each within the width.
package struct LiveView: Sendable {
    package var status: RunStatus
    package var workers: [WorkerStatus]
    package var meter: RateMeter
    package var style: TextStyle

    package init(status: RunStatus, workers: [WorkerStatus], meter: RateMeter, style: TextStyle) {
        self.status = status
        self.workers = workers
        self.meter = meter
        self.style = style
    }

    /// At most `height` lines, each of at most `width` columns.
    package func lines(width: Int, height: Int) -> [String] {
        let workers = workerLines(width: width)
        let failed = status.tables.filter { $0.failed > 0 || $0.error != nil }
        let explained = failed.prefix(max(1, min(4, height / 6)))
        let alerts = alertLines(unexplained: failed.count - explained.count, width: width)
        // Three lines: the heading, the remaining tables, the sum.
        let room = max(1, min(height - workers.count - explained.count - alerts.count - 3, 40))
        let chosen = chosenTables(room)
        let pace = Pace(status, meter: meter)
        let rows = chosen.map { BarRow(table: $0, pace: pace, style: style) }
        let sum = status.tables.count > 1 ? [BarRow(sumOf: status, pace: pace, style: style)] : []
        let layout = BarLayout(rows: rows + sum, width: width)
        var lines = [heading(width: width)]
        for (table, row) in zip(chosen, rows) {
            lines.append(layout.line(row, style: style))
            if explained.contains(where: { $0.target == table.target }) {
                lines.append(red("  " + StatusText.failure(table), width: width))
            }
        }
        if chosen.count < status.tables.count { lines.append(rest(chosen: chosen, width: width)) }
        return Array((lines + sum.map { layout.line($0, style: style) } + workers + alerts).prefix(height))
    }

    private func heading(width: Int) -> String {
        let parts = [status.state.rawValue, Quantity.duration(status.seconds)]
        let name = status.name.singleLine.cut(to: max(8, width / 2), mark: style.ellipsis)
        let text = "run \(name)  " + parts.joined(separator: "  ")
        guard text.terminalWidth <= width else { return text.cut(to: width, mark: style.ellipsis) }
        return "run \(style.paint(name, .bold))  \(style.paint(status.state))  "
            + Quantity.duration(status.seconds)
    }

    // MARK: - Tables

    /// All tables, or those that most need attention, in their usual order.
    private func chosenTables(_ room: Int) -> [TableStatus] {
        guard status.tables.count > room else { return status.tables }
        let ranked = status.tables.indices.sorted { left, right in
            let (first, second) = (Self.rank(status.tables[left]), Self.rank(status.tables[right]))
            return (first, left) < (second, right)
        }
        return ranked.prefix(room).sorted().map { status.tables[$0] }
    }

    private static func rank(_ table: TableStatus) -> Int {
        if table.failed > 0 || table.state == .failed { return 0 }
        return switch table.state {
        case .publishing: 1
        case .inProgress: 2
        case .planning: 3
        case .pending: 4
        case .completed, .failed, .cancelled: 5
        }
    }

    private func rest(chosen: [TableStatus], width: Int) -> String {
        let shown = Set(chosen.map(\.target))
        var counts: [(state: TablePhase, count: Int)] = []
        for table in status.tables where !shown.contains(table.target) {
            if let index = counts.firstIndex(where: { $0.state == table.state }) {
                counts[index].count += 1
            } else {
                counts.append((table.state, 1))
            }
        }
        let states = counts.map { "\(Quantity.count($0.count)) \($0.state.rawValue)" }.joined(separator: ", ")
        let text = "\(style.ellipsis) and \(Quantity.count(status.tables.count - chosen.count)) more (\(states))"
        return style.paint(text.cut(to: width, mark: style.ellipsis), .dim)
    }

    // MARK: - Workers and failures

    private func workerLines(width: Int) -> [String] {
        // When a run begins, its workers are only just starting.
        let isNew = status.standstill.map { $0.reason == .noWorker && ($0.seconds ?? 0) < 3 } ?? false
        let still = (isNew ? nil : StatusText.standstill(status)).map { text in
            style.paint(text.cut(to: width, mark: style.ellipsis), .yellow)
        }
        let present = workers.filter { $0.state != .gone }
        guard !present.isEmpty else { return still.map { [$0] } ?? [] }
        return (still.map { [$0] } ?? []) + [workerLine(present, width: width)]
    }

    private func workerLine(_ present: [WorkerStatus], width: Int) -> String {
        let slots = present.reduce(0) { $0 + $1.slots }
        let chunks = present.reduce(0) { $0 + $1.chunks }
        var line = "\(Quantity.plural(present.count, "worker")), \(chunks) of \(Quantity.plural(slots, "slot")) busy:"
        guard line.terminalWidth <= width else { return line.cut(to: width, mark: style.ellipsis) }
        for (index, worker) in present.enumerated() {
            let state = worker.state == .alive ? "" : " \(worker.state.rawValue)"
            let entry = " \(worker.host.singleLine):\(worker.pid) \(worker.chunks)/\(worker.slots)\(state)"
            let isLast = index == present.count - 1
            let room = width - (isLast ? 0 : 1 + style.ellipsis.terminalWidth)
            guard line.terminalWidth + entry.terminalWidth <= room else {
                let mark = " " + style.ellipsis
                return line.terminalWidth + mark.terminalWidth <= width ? line + mark : line
            }
            line += entry
        }
        return line
    }

    /// The source's breaker if it isn't closed, and how many tables' errors have no room.
    private func alertLines(unexplained: Int, width: Int) -> [String] {
        var lines = status.breaker.map { [StatusText.text($0)] } ?? []
        if unexplained > 0 { lines.append("\(style.ellipsis) and \(unexplained) more with errors") }
        return lines.map { red($0, width: width) }
    }

    private func red(_ text: String, width: Int) -> String {
        style.paint(text.singleLine.cut(to: width, mark: style.ellipsis), .red)
    }
}
