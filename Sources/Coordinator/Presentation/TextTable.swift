/// Rows in aligned columns under a heading.
package struct TextTable: Sendable {
    package struct Column: Sendable {
        package var title: String
        package var alignment: TextAlignment

        package init(_ title: String, _ alignment: TextAlignment = .left) {
            self.title = title
            self.alignment = alignment
        }
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

    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// The heading and one line per row, without trailing blanks.
    package func lines(style: TextStyle) -> [String] {
        let widths = columns.indices.map { index in
            rows.reduce(columns[index].title.terminalWidth) { max($0, $1[index].text.terminalWidth) }
        }
        let heading = columns.map { Cell($0.title, color: .bold) }
        return ([heading] + rows).map { row in
            var line = ""
            for (index, cell) in row.enumerated() {
                let isLast = index == row.count - 1
                let width = isLast && columns[index].alignment == .left ? 0 : widths[index]
                // The blanks around the text aren't coloured.
                let blanks = String(repeating: " ", count: max(0, width - cell.text.terminalWidth))
                let text = style.paint(cell.text, cell.color)
                line += columns[index].alignment == .left ? text + blanks : blanks + text
                if !isLast { line += "  " }
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
