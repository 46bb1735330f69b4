/// Texts of others on terminals and in lines: names, values, and messages of drivers and servers.
extension Unicode.Scalar {
    /// Whether a terminal or a reader of lines takes the character as an instruction.
    ///
    /// It moves the cursor, ends the line, or changes the direction of the text around it.
    package var isInstruction: Bool {
        switch value {
        case 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: properties.generalCategory == .control
        }
    }
}

extension String {
    /// The text on one line, with all instructions escaped: `\n`, `\u{1b}`.
    package var printable: String {
        guard unicodeScalars.contains(where: \.isInstruction) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.isInstruction: result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
