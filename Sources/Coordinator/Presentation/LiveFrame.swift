/// The lines at the bottom of a terminal, and the bytes that replace them.
///
/// Pure: each call returns what to write, in one piece so that nothing flickers. Lines never wrap, so each takes one row.
package struct LiveFrame: Sendable {
    /// Number of lines currently shown.
    private var drawn = 0
    /// The terminal's size when they were drawn.
    private var size: TerminalSize?

    package init() {}

    /// Replaces the lines currently shown; the terminal must have at least one row more.
    package mutating func draw(_ lines: [String], size: TerminalSize) -> String {
        let start = backToTop(size)
        let text = lines.map { $0 + "\u{1B}[K\n" }.joined()
        drawn = lines.count
        self.size = size
        // Clears the remainder of a taller frame.
        return start + Self.withoutWrapping(text) + "\u{1B}[J"
    }

    /// Writes a line above the frame, which must then be drawn again.
    package mutating func above(_ line: String, size: TerminalSize) -> String {
        defer { drawn = 0 }
        // Nothing is cleared that is drawn again, so that it doesn't flicker.
        return backToTop(size) + line + "\u{1B}[K\n"
    }

    /// Moves the cursor to the frame's first line.
    ///
    /// Terminals whose size changes move, wrap or cut the lines on screen, each in its own way. So they are scrolled out,
    /// and the frame continues on an empty screen.
    private func backToTop(_ size: TerminalSize) -> String {
        guard drawn > 0 else { return "\r" }
        guard self.size == size else {
            return "\u{1B}[\(size.height);1H" + String(repeating: "\n", count: size.height) + "\u{1B}[H"
        }
        return "\r\u{1B}[\(drawn)A"
    }

    /// A character that the terminal takes for wider than this program must not move a line's end to the next row.
    private static func withoutWrapping(_ text: String) -> String { "\u{1B}[?7l" + text + "\u{1B}[?7h" }
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
