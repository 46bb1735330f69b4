import Model
import WorkQueue

/// One row of the live display: a table, or the sum of all tables.
struct BarRow: Sendable {
    var name: String
    /// 0...1.
    var share: Double
    var color: TextStyle.Color?
    /// The fields to the right of the bar.
    var fields: [BarField: String] = [:]

    init(table: TableStatus, pace: Pace, style: TextStyle) {
        name = table.target.description.singleLine
        share = Self.share(done: table.done, total: table.total, copied: table.copiedRows, of: table.expectedRows)
        let hasFailed = table.failed > 0 || table.state == .failed
        color = hasFailed ? .red : table.state.color
        guard table.state == .inProgress, table.done < table.total else {
            fill([table], rate: nil, time: table.stage)
            return
        }
        fill([table], rate: pace.rate(of: table), time: Self.eta(pace.secondsLeft(of: table)))
    }

    init(sumOf status: RunStatus, pace: Pace, style: TextStyle) {
        let tables = status.tables
        name = "all \(tables.count) tables"
        share = Self.share(
            done: tables.reduce(0) { $0 + $1.done }, total: tables.reduce(0) { $0 + $1.total },
            copied: tables.reduce(0) { $0 + $1.copiedRows }, of: tables.reduce(0) { $0 + $1.expectedRows })
        color = .bold
        fill(tables, rate: pace.rate, time: Self.eta(pace.secondsLeft))
    }

    private static func eta(_ seconds: Double?) -> String {
        seconds.map { "ETA \(Quantity.duration($0))" } ?? ""
    }

    private mutating func fill(_ tables: [TableStatus], rate: RateMeter.Rate?, time: String) {
        let (done, total) = (tables.reduce(0) { $0 + $1.done }, tables.reduce(0) { $0 + $1.total })
        // 100% only if every chunk is done.
        fields[.percent] = "\(done < total ? min(Int(share * 100), 99) : 100)%"
        fields[.time] = time
        fields[.chunks] = "\(Quantity.count(done))/\(Quantity.count(total)) chunks"
        fields[.rate] = rate.map { "\(Quantity.short($0.rowsPerSecond)) rows/s" } ?? ""
        let isAdding = !tables.isEmpty && tables.allSatisfy { !$0.mode.ownsAllRows }
        fields[.rows] =
            "\(Quantity.short(Double(tables.reduce(0) { $0 + $1.copiedRows }))) rows\(isAdding ? " added" : "")"
        fields[.bytesRate] = rate.map { "\(Quantity.bytes($0.bytesPerSecond))/s" } ?? ""
    }

    /// The share of rows if they are counted, otherwise of chunks.
    private static func share(done: Int, total: Int, copied: Int, of expected: Int) -> Double {
        if total > 0, done >= total { return 1 }
        let share = expected > 0 ? Double(copied) / Double(expected) : Double(done) / Double(max(total, 1))
        return min(max(share, 0), 1)
    }
}

/// A field to the right of the bar; those first in this list are the last to be dropped on a narrow terminal.
enum BarField: Int, CaseIterable, Sendable {
    case percent
    case time
    case rate
    case bytesRate
    case chunks
    case rows

    /// The order from left to right.
    static let order: [BarField] = [.percent, .chunks, .rows, .rate, .bytesRate, .time]
}
