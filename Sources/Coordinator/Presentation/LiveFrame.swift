/// The lines at the bottom of a terminal, and the bytes that replace them.
///
/// Pure: each call returns what to write, in one piece so that nothing flickers.
package struct LiveFrame: Sendable {
    /// Widths of the lines currently shown.
    private var drawn: [Int] = []

    package init() {}

    /// Replaces the lines currently shown.
    package mutating func draw(_ lines: [String], width: Int) -> String {
        var text = backToTop(width: width)
        for line in lines { text += line + "\u{1B}[K\n" }
        // Clears the remainder of a taller frame.
        text += "\u{1B}[J"
        drawn = lines.map(\.visibleWidth)
        return text
    }

    /// Writes a line above the frame, which must then be drawn again.
    package mutating func above(_ line: String, width: Int) -> String {
        defer { drawn = [] }
        return backToTop(width: width) + "\u{1B}[J" + line + "\n"
    }

    /// If the terminal became narrower, it has wrapped the lines, which now take more rows.
    private func backToTop(width: Int) -> String {
        let rows = drawn.reduce(0) { $0 + max(1, ($1 + width - 1) / max(width, 1)) }
        return rows > 0 ? "\r\u{1B}[\(rows)A" : "\r"
    }
}

extension String {
    /// Number of columns, without escape sequences for colours.
    package var visibleWidth: Int {
        var plain = ""
        var isEscape = false
        for character in self {
            if character == "\u{1B}" {
                isEscape = true
            } else if isEscape {
                isEscape = !character.isLetter
            } else {
                plain.append(character)
            }
        }
        return plain.terminalWidth
    }
}
