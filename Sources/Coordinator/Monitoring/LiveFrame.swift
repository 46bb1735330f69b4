/// The lines that stand at the bottom of a terminal, and the bytes that replace them.
///
/// Pure: each call gives what to write, in one piece so that nothing flickers.
package struct LiveFrame: Sendable {
    /// Widths of the lines that stand there.
    private var drawn: [Int] = []

    package init() {}

    /// Replaces what stands there by these lines.
    package mutating func draw(_ lines: [String], width: Int) -> String {
        var text = backToTop(width: width)
        for line in lines { text += line + "\u{1B}[K\n" }
        // What is left of a taller frame.
        text += "\u{1B}[J"
        drawn = lines.map(\.visibleWidth)
        return text
    }

    /// Puts a line above the frame, which has to be drawn again after it.
    package mutating func above(_ line: String, width: Int) -> String {
        defer { drawn = [] }
        return backToTop(width: width) + "\u{1B}[J" + line + "\n"
    }

    /// A terminal that got narrower has broken the lines; they take more rows now.
    private func backToTop(width: Int) -> String {
        let rows = drawn.reduce(0) { $0 + max(1, ($1 + width - 1) / max(width, 1)) }
        return rows > 0 ? "\r\u{1B}[\(rows)A" : "\r"
    }
}

extension String {
    /// Columns without the colours' escape sequences.
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
