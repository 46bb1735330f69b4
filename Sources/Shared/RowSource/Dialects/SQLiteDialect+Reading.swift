package import Model

/// How SQLite's values are read: each by its own class, for the type that it becomes.
///
/// The ODBC driver silently ends a text at its first NUL and cuts a real to 15 digits. The ADBC driver gives each
/// column one class, chosen from its first rows: integers, otherwise reals, otherwise texts, otherwise blobs. A later
/// value of a class further along this list is an error. Silently, reals turn the integers before them into reals, and
/// are printed with six digits if a text follows. So over ADBC no expression mixes reals with another class.
///
/// A value that its target can't hold arrives in a form that no parser accepts (that of `quote()`), or behind a mark
/// that the reader refuses (`ClassedValue`).
extension SQLiteDialect {
    package func readExpression(_ column: SourceColumn) -> String {
        reading(column, for: .text).expression
    }

    package func reading(_ column: SourceColumn, for target: TargetType) -> ReadItem {
        let value = Value(column, quoted(column.name), isADBC: access == .adbc)
        if column.type == .binary || target == .bytea { return ReadItem(value.bytes, .bytes) }
        return switch target {
        case .smallint, .integer, .bigint: ReadItem(value.integers)
        case .real, .doublePrecision: ReadItem(value.reals)
        case .numeric: ReadItem(value.decimals, value.isNativeReal ? nil : .classed)
        case .text, .varchar, .char, .json, .jsonb, .textual, .bytea, .builtIn: ReadItem(value.texts, .classed)
        case .boolean, .date, .time, .timestamp, .timestamptz, .uuid, .interval: ReadItem(value.parsed(for: target))
        }
    }

    /// SQLite never merges a subquery with an OFFSET into the outer statement.
    package var fence: String? { " LIMIT -1 OFFSET 0" }

    package func classes(of expression: String) -> String? {
        let marks = ["integer", "real", "text", "blob"].enumerated().map { place, name in
            "\(1 << place) * coalesce(max(typeof(\(expression)) = '\(name)'), 0)"
        }
        return marks.joined(separator: " + ")
    }

    /// A column of a view or query; `undeclared` if an expression computes it.
    ///
    /// SQLite before 3.41 reports no type for such a column; later versions report its affinity, which for these two
    /// says nothing more.
    package func computed(_ column: SourceColumn) -> SourceColumn {
        var column = column
        if ["", "NUM", "BLOB"].contains(column.declaredType) { column.type = .undeclared }
        return column
    }

    /// The expressions for one column.
    private struct Value {
        let column: SourceColumn
        /// The column's name, quoted.
        let name: String
        let isADBC: Bool

        init(_ column: SourceColumn, _ name: String, isADBC: Bool) {
            (self.column, self.name, self.isADBC) = (column, name, isADBC)
        }

        /// 17 digits distinguish any two reals; SQLite before 3.43 sometimes gets the last digit wrong.
        private var real: String { "printf('%!.18g', \(name))" }
        /// An integer, or its text if the driver allows only one class per column.
        private var number: String { isADBC ? "CAST(\(name) AS TEXT)" : name }
        private var isReal: String { "typeof(\(name)) = 'real'" }
        private var isInteger: String { "typeof(\(name)) = 'integer'" }
        /// Blobs sort after all other values; the unary plus stops SQLite from converting texts to numbers.
        private var isText: String { "+\(name) >= '' AND +\(name) < X''\(hasNoNul)" }
        /// The ADBC driver passes a NUL on; every parser and text target then refuses it.
        private var hasNoNul: String { isADBC ? "" : " AND NOT instr(\(name), char(0))" }

        /// Whether the driver's doubles are used unchanged.
        var isNativeReal: Bool { isADBC && isDeclaredReal }

        private var isDeclaredReal: Bool {
            switch column.type {
            case .float32, .float64: true
            default: false
            }
        }

        /// Whether a text may spell a value; refused in columns of numbers.
        private var textsAreTaken: Bool {
            switch column.type {
            case .integer, .float32, .float64, .decimal: false
            default: true
            }
        }

        /// Ends the expression: all remaining values, left to a parser.
        private var rest: String {
            let text = textsAreTaken ? "WHEN \(isText) THEN \(name) " : ""
            return "\(text)WHEN \(name) IS NOT NULL THEN quote(\(name)) END"
        }

        /// Whole reals are printed with all their digits, like an integer.
        var integers: String {
            """
            CASE WHEN \(name) = CAST(\(name) AS INTEGER) THEN CAST(\(name) AS INTEGER) \
            WHEN \(isReal) THEN \(real) \(rest)
            """
        }

        var reals: String {
            // Such a column holds no integers. Texts and blobs in it are refused as soon as the driver reports any.
            if isNativeReal { return name }
            if isDeclaredReal { return "CASE WHEN \(name) <= 9e999 THEN \(real) \(rest)" }
            return """
                CASE WHEN \(isReal) THEN \(real) WHEN \(isInteger) AND \(name) = CAST(\(name) AS REAL) THEN \(number) \
                WHEN \(isInteger) THEN quote(CAST(\(name) AS TEXT)) \(rest)
                """
        }

        var decimals: String {
            if isNativeReal { return name }
            // A text that starts with the mark isn't one that the reader may see.
            let text =
                textsAreTaken ? "WHEN \(isText) AND \(name) COLLATE BINARY >= char(2) THEN \(name) " : ""
            return """
                CASE \(exactDecimal)WHEN \(isInteger) THEN \(number) WHEN \(isReal) THEN \(markedReal) \
                \(text)WHEN \(name) IS NOT NULL THEN quote(\(name)) END
                """
        }

        /// A decimal with at most 15 digits is printed exactly by its nearest double; testing this by arithmetic is
        /// four times as fast as printing and parsing.
        private var exactDecimal: String {
            guard case .decimal(_, let scale) = column.type, (0...15).contains(scale) else { return "" }
            let test = """
                CAST(\(name) * 1e\(scale) + (\(name) > 0) - 0.5 AS INTEGER) % 1000000000000000 / 1e\(scale) = \(name)
                """
            return isADBC
                ? "WHEN \(isReal) AND \(test) THEN printf('%!.15g', \(name)) " : "WHEN \(test) THEN \(name) "
        }

        private var markedReal: String { "char(1) || 'r' || \(real)" }

        var texts: String {
            let nul = isADBC ? "" : "WHEN instr(\(name), char(0)) THEN char(1) || 'n' "
            return """
                CASE WHEN +\(name) COLLATE BINARY >= char(2) AND +\(name) < X''\(hasNoNul) THEN \(name) \
                WHEN \(isInteger) THEN \(number) \
                WHEN \(isReal) THEN \(markedReal) WHEN typeof(\(name)) = 'blob' THEN char(1) || 'b' \
                \(nul)WHEN substr(\(name), 1, 1) COLLATE BINARY = char(1) THEN char(1) || 't' || \(name) ELSE \(name) END
                """
        }

        func parsed(for target: TargetType) -> String {
            let flag = target == .boolean ? "WHEN \(isInteger) THEN \(number) " : ""
            let uuid =
                target == .uuid ? "WHEN typeof(\(name)) = 'blob' AND length(\(name)) = 16 THEN hex(\(name)) " : ""
            return """
                CASE \(flag)WHEN \(isText) THEN \(name) WHEN \(isReal) THEN \(real) \(uuid)\
                WHEN \(name) IS NOT NULL THEN quote(\(name)) END
                """
        }

        // The ODBC driver prints a blob as `X'…'`. An é before a text reveals its encoding, which is that of the file.
        var bytes: String {
            // typeof() doesn't read the value; a comparison would keep another copy of it.
            let isBlob = "typeof(\(name)) = 'blob'"
            let isText = "typeof(\(name)) = 'text'"
            let text = "WHEN \(isText) THEN 'T' || hex(char(233) || \(name))"
            let others = "WHEN \(name) IS NOT NULL THEN quote(\(name)) END"
            guard isADBC else { return "CASE WHEN \(isBlob) THEN \(name) \(text) \(others)" }
            let printed = "CASE \(text) \(others)"
            guard column.type == .binary else { return printed }
            // Blobs are read unchanged if texts are UTF-8. A number can only be refused by an error, since its bytes
            // might be those of a blob.
            let refused = SQLText.quoted(" \(column.name)", by: "'")
            return """
                CASE WHEN hex('a') = '61' THEN CASE WHEN \(isBlob) THEN \(name) WHEN \(isText) THEN CAST(\(name) AS BLOB) \
                WHEN \(name) IS NOT NULL THEN json_extract('0', \(SQLiteDialect.refusal) || typeof(\(name)) || \(refused)) END ELSE \(printed) END
                """
        }
    }

    /// Starts a path that SQLite is asked to look up in a JSON document and quotes in its error; the class and the
    /// column's name follow.
    private static let refusal = "'snowmelt: '"

    /// What SQLite's error says about a value that an expression refused; `nil` for any other error.
    package static func refusedValue(in message: String) -> String? {
        guard let start = message.firstRange(of: refusal.dropLast())?.upperBound,
            let end = message.lastIndex(of: "'"), start < end,
            let space = message[start..<end].firstIndex(of: " ")
        else { return nil }
        let column = message[message.index(after: space)..<end].split(separator: "''", omittingEmptySubsequences: false)
        return """
            column '\(column.joined(separator: "'"))' holds a number (\(message[start..<space])), which has no bytes; \
            choose a type other than bytea, or cast it in an expr
            """
    }
}
