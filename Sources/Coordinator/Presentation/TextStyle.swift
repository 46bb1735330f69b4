import Text

/// The means for formatting text: colours if the terminal supports them, box drawing if the locale does.
package struct TextStyle: Sendable {
    package enum Color: Sendable {
        case red, green, yellow, cyan, dim, bold

        fileprivate var code: Int {
            switch self {
            case .bold: 1
            case .dim: 2
            case .red: 31
            case .green: 32
            case .yellow: 33
            case .cyan: 36
            }
        }
    }

    package static let plain = TextStyle(isColored: false, isUnicode: false)

    package var isColored: Bool
    package var isUnicode: Bool
    /// Columns of the terminal; `nil` if there is none.
    package var width: Int?

    package init(isColored: Bool, isUnicode: Bool, width: Int? = nil) {
        self.isColored = isColored
        self.isUnicode = isUnicode
        self.width = width
    }

    /// Whether these environment variables set a UTF-8 locale.
    package static func isUnicode(environment: [String: String]) -> Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let name = locale.lowercased()
        return name.contains("utf-8") || name.contains("utf8")
    }

    package func paint(_ text: String, _ color: Color?) -> String {
        guard isColored, let color, !text.isEmpty else { return text }
        return "\u{1B}[\(color.code)m\(text)\u{1B}[0m"
    }

    /// A line for the terminal: all instructions are escaped but the colours of this style.
    package func printable(_ line: String) -> String {
        guard isColored else { return line.printable }
        var pieces = line.split(separator: "\u{1B}[", omittingEmptySubsequences: false)
        let first = String(pieces.removeFirst()).printable
        return pieces.reduce(first) { text, piece in
            let isColor = Self.codes.contains { piece.hasPrefix("\($0)m") }
            return text + (isColor ? "\u{1B}[" : "\\u{1b}[") + String(piece).printable
        }
    }

    /// What stands in the escape sequences of `paint`.
    private static let codes = [0, 1, 2, 31, 32, 33, 36]

    package var ellipsis: String { isUnicode ? "…" : "..." }

    package var arrow: String { isUnicode ? "→" : "->" }

    /// The word for a state, in its colour.
    package func paint(_ state: some ColoredState) -> String {
        paint(state.rawValue, state.color)
    }
}
