import Text

/// The number of terminal columns that a text takes.
extension StringProtocol {
    /// Wide letters and emoji count as two; combining marks and control characters as zero.
    package var terminalWidth: Int { reduce(0) { $0 + $1.terminalWidth } }
}

extension String {
    /// The text cut to at most `width` columns, ending with `mark` if it was cut.
    package func cut(to width: Int, mark: String = "…") -> String {
        guard terminalWidth > width else { return self }
        let room = width - mark.terminalWidth
        guard room >= 0 else { return "" }
        var taken = 0
        let kept = prefix { character in
            taken += character.terminalWidth
            return taken <= room
        }
        return kept + mark
    }

    /// The text shortened in the middle to at most `width` columns, since names often differ at their ends.
    package func shortened(to width: Int, mark: String = "…") -> String {
        guard terminalWidth > width else { return self }
        let room = width - mark.terminalWidth
        guard room >= 2 else { return cut(to: width, mark: mark) }
        let start = cut(to: (room + 1) / 2, mark: "")
        var taken = 0
        let end = reversed().prefix { character in
            taken += character.terminalWidth
            return taken <= room - start.terminalWidth
        }
        return start + mark + String(end.reversed())
    }

    /// The text in lines of at most `width` columns, broken at blanks where possible.
    package func wrapped(to width: Int) -> [String] {
        guard terminalWidth > width else { return [self] }
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ", omittingEmptySubsequences: true) {
            var rest = String(word)
            if !line.isEmpty, line.terminalWidth + 1 + rest.terminalWidth <= width {
                line += " " + rest
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while rest.terminalWidth > width {
                let piece = rest.cut(to: width, mark: "")
                guard !piece.isEmpty else { break }
                lines.append(piece)
                rest.removeFirst(piece.count)
            }
            line = rest
        }
        return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
    }

    /// The text padded with blanks to `width` columns.
    package func padded(to width: Int, alignment: TextAlignment = .left) -> String {
        let blanks = String(repeating: " ", count: max(0, width - terminalWidth))
        return alignment == .left ? self + blanks : blanks + self
    }

    /// The text on one line, with a blank for characters that would move the cursor or turn the text around.
    package var singleLine: String {
        var result = ""
        for scalar in unicodeScalars {
            if !scalar.isInstruction {
                result.unicodeScalars.append(scalar)
            } else if result.last != " " {
                result += " "
            }
        }
        return result
    }
}

package enum TextAlignment: Sendable {
    case left
    case right
}

extension Character {
    fileprivate var terminalWidth: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if first.value < 0x300 { return first.properties.generalCategory == .control ? 0 : 1 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        if unicodeScalars.contains(where: { $0.properties.isEmojiPresentation || $0.value == 0xFE0F }) { return 2 }
        let width = Self.wide.contains { $0.contains(first.value) } ? 2 : 1
        // Vowel signs of Indian and Thai scripts belong to the letter's character, but stand beside it.
        return width + unicodeScalars.dropFirst().count(where: Self.isBeside)
    }

    private static func isBeside(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .spacingMark || [0x0E33, 0x0EB3].contains(scalar.value)
    }

    /// Hangul, CJK, kana and full-width forms (the blocks with Unicode's East Asian Width W and F).
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}
