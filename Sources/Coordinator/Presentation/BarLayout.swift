/// Divides a line's width between a name, a bar, and as many fields as fit.
struct BarLayout: Sendable {
    private let nameWidth: Int
    private let barWidth: Int
    private let fields: [(field: BarField, width: Int)]

    private static let gap = 2
    private static let narrowestBar = 8
    private static let widestBar = 40

    init(rows: [BarRow], width: Int) {
        let longest = rows.map { $0.name.terminalWidth }.max() ?? 0
        let shortName = min(longest, max(8, width / 3))
        var chosen: Set<BarField> = []
        var widths: [BarField: Int] = [:]
        var used = shortName + Self.gap + Self.narrowestBar
        for field in BarField.allCases {
            let needed = rows.map { ($0.fields[field] ?? "").terminalWidth }.max() ?? 0
            // Space is reserved before the field has a value, so that nothing moves when it gets one.
            let reserved = max(needed, field.reservedWidth)
            guard used + Self.gap + reserved <= width else { break }
            chosen.insert(field)
            widths[field] = reserved
            used += Self.gap + reserved
        }
        let spare = max(width - used, 0)
        nameWidth = min(longest, shortName + spare)
        barWidth = min(Self.widestBar, Self.narrowestBar + spare - (nameWidth - shortName))
        fields = BarField.order.filter(chosen.contains).map { ($0, widths[$0] ?? 0) }
        isTooNarrow = shortName + Self.gap + Self.narrowestBar > width
        self.width = width
    }

    private let isTooNarrow: Bool
    private let width: Int

    func line(_ row: BarRow, style: TextStyle) -> String {
        if isTooNarrow { return row.name.shortened(to: width, mark: style.ellipsis) }
        let filled = Int(row.share * Double(barWidth))
        let (full, empty) = style.isUnicode ? ("━", "─") : ("#", "-")
        var line = row.name.shortened(to: nameWidth, mark: style.ellipsis).padded(to: nameWidth)
        line += "  " + style.paint(String(repeating: full, count: filled), row.color)
        line += style.paint(String(repeating: empty, count: barWidth - filled), .dim)
        for (field, width) in fields {
            line += "  " + (row.fields[field] ?? "").padded(to: width, alignment: .right)
        }
        return line
    }
}

extension BarField {
    fileprivate var reservedWidth: Int {
        switch self {
        case .percent: "100%".count
        case .time: "ETA 12:34:56".count
        case .rate: "1.23M rows/s".count
        case .bytesRate: "1.23 MiB/s".count
        case .rows: "1.23M rows".count
        case .chunks: 0
        }
    }
}
