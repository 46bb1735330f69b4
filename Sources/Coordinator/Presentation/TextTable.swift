/// Rows in aligned columns under a heading, which fit the terminal.
///
/// If they are too wide, optional columns are left out and names are shortened in the middle. What belongs to a row but
/// is too long for a column, such as an error, stands below the row.
package struct TextTable: Sendable {
    package struct Column: Sendable {
        package var title: String
        package var alignment: TextAlignment
        /// How its texts become narrower; `nil` if they must not.
        package var fitting: Fitting?
        /// Its place in the order in which columns are left out; `nil` if it never is.
        package var omission: Int?

        package init(
            _ title: String, _ alignment: TextAlignment = .left, fitting: Fitting? = nil, omission: Int? = nil
        ) {
            self.title = title
            self.alignment = alignment
            self.fitting = fitting
            self.omission = omission
        }
    }

    package enum Fitting: Sendable {
        /// In the middle, for names.
        case shortened
        /// Over several lines, for sentences in the last column.
        case wrapped
    }

    package struct Cell: Sendable, ExpressibleByStringInterpolation {
        package var text: String
        package var color: TextStyle.Color?

        package init(_ text: String, color: TextStyle.Color? = nil) {
            self.text = text.singleLine
            self.color = color
        }

        package init(stringLiteral text: String) {
            self.init(text)
        }

        /// A state in its colour.
        package static func state(_ state: some ColoredState) -> Cell {
            Cell(state.rawValue, color: state.color)
        }
    }

    package var columns: [Column]
    package var rows: [[Cell]] = []
    /// Texts that stand below a row, by the row's index.
    package var notes: [Int: [Cell]] = [:]

    /// Columns that can be narrower keep at least this width as long as there is a column to leave out.
    private static let narrowest = 20
    private static let gap = 2

    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// The heading and the rows, without trailing blanks; within `style.width` if there is one.
    package func lines(style: TextStyle) -> [String] {
        let layout = layout(style.width)
        let heading = columns.map { Cell($0.title, color: .bold) }
        var lines = self.lines(of: heading, layout, style)
        for (index, row) in rows.enumerated() {
            lines += self.lines(of: row, layout, style)
            for note in notes[index] ?? [] {
                let room = style.width.map { max($0 - Self.gap, 1) }
                let texts = room.map { note.text.wrapped(to: $0) } ?? [note.text]
                lines += texts.map { String(repeating: " ", count: Self.gap) + style.paint($0, note.color) }
            }
        }
        return lines
    }

    private func lines(of row: [Cell], _ layout: [(index: Int, width: Int)], _ style: TextStyle) -> [String] {
        guard let last = layout.last, columns[last.index].fitting == .wrapped else { return [line(row, layout, style)] }
        var pieces = row[last.index].text.wrapped(to: max(last.width, 1))
        var first = row
        first[last.index].text = pieces.removeFirst()
        let indent = layout.dropLast().reduce(0) { $0 + $1.width + Self.gap }
        let color = row[last.index].color
        return [line(first, layout, style)]
            + pieces.map { String(repeating: " ", count: indent) + style.paint($0, color) }
    }

    private func line(_ row: [Cell], _ layout: [(index: Int, width: Int)], _ style: TextStyle) -> String {
        var line = ""
        for (position, (index, width)) in layout.enumerated() {
            let cell = row[index]
            let isLast = position == layout.count - 1
            let shown = cell.text.shortened(to: width, mark: style.ellipsis)
            // The blanks around the text aren't coloured.
            let isPadded = !isLast || columns[index].alignment == .right
            let blanks = String(repeating: " ", count: isPadded ? max(0, width - shown.terminalWidth) : 0)
            let text = style.paint(shown, cell.color)
            line += columns[index].alignment == .left ? text + blanks : blanks + text
            if !isLast { line += String(repeating: " ", count: Self.gap) }
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// The columns that are shown, with their widths.
    private func layout(_ limit: Int?) -> [(index: Int, width: Int)] {
        let natural = columns.indices.map { index in
            rows.reduce(columns[index].title.terminalWidth) { max($0, $1[index].text.terminalWidth) }
        }
        var shown = Array(columns.indices)
        guard let limit else { return shown.map { ($0, natural[$0]) } }
        func least(_ index: Int) -> Int {
            columns[index].fitting != nil ? min(natural[index], Self.narrowest) : natural[index]
        }
        func total(_ width: (Int) -> Int) -> Int { shown.reduce(-Self.gap) { $0 + width($1) + Self.gap } }
        while total(least) > limit {
            let optional = shown.filter { columns[$0].omission != nil }
            guard let next = optional.min(by: { (columns[$0].omission ?? 0) < (columns[$1].omission ?? 0) }) else {
                break
            }
            shown.removeAll { $0 == next }
        }
        var widths = natural
        while total({ widths[$0] }) > limit {
            // The widest gives way; on the narrowest terminals also of those whose texts shouldn't.
            let flexible = shown.filter { columns[$0].fitting != nil && widths[$0] > 8 }
            let candidates = flexible.isEmpty ? shown : flexible
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }), widths[widest] > 1 else { break }
            widths[widest] -= 1
        }
        return shown.map { ($0, widths[$0]) }
    }
}
