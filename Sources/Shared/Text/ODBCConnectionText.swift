/// A parsed ODBC connection string: `Driver=SQLite3;Database=shop.sqlite;PWD={a;b}`.
package struct ODBCConnectionText: Sendable {
    /// The pairs in the order of the text, with values without their braces.
    package let pairs: [(key: String, value: String)]

    /// `nil` if the text isn't `key=value;…`, or a brace isn't closed.
    package init?(_ text: String) {
        var pairs: [(key: String, value: String)] = []
        var rest = text[...]
        while true {
            rest = rest.drop { $0 == ";" || $0.isWhitespace }
            guard !rest.isEmpty else { break }
            guard let equals = rest.firstIndex(of: "="), !rest[..<equals].contains(";") else { return nil }
            let key = rest[..<equals].trimmed
            rest = rest[equals...].dropFirst()
            let unspaced = rest.drop { $0.isWhitespace }
            let value = unspaced.first == "{" ? Self.braced(&rest, unspaced) : Self.plain(&rest)
            guard let value, !key.isEmpty else { return nil }
            pairs.append((key, value))
        }
        guard !pairs.isEmpty else { return nil }
        self.pairs = pairs
    }

    /// The value of the first pair with one of these keys (in lower case), ignoring letter case.
    package func value(_ keys: String...) -> String? {
        pairs.first { pair in keys.contains { $0 == pair.key.lowercased() } }?.value
    }

    private static func plain(_ rest: inout Substring) -> String {
        let value = rest.prefix { $0 != ";" }
        rest = rest[value.endIndex...]
        return value.trimmed
    }

    /// Parses `{…}` up to its closing brace; `}}` inside stands for one brace.
    private static func braced(_ rest: inout Substring, _ text: Substring) -> String? {
        var value = ""
        var open = text.dropFirst()
        while let character = open.popFirst() {
            guard character == "}" else {
                value.append(character)
                continue
            }
            guard open.first == "}" else {
                open = open.drop { $0.isWhitespace }
                guard open.isEmpty || open.first == ";" else { return nil }
                rest = open
                return value
            }
            open.removeFirst()
            value.append("}")
        }
        return nil
    }
}

extension Substring {
    /// The text without white space at both ends.
    fileprivate var trimmed: String {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
