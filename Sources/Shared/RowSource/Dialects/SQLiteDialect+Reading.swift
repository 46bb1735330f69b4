package import Model

/// How SQLite's values are read: each by its own class, for the type that it becomes.
///
/// Over ODBC a text ends at its first NUL and a real is cut to 15 digits, without a word. Over ADBC a column has one
/// class, which the driver takes from the first rows: integers, else reals, else texts, else blobs. Later values of a
/// class further on are an error; reals make integers before them reals, and are printed with six digits before a text,
/// both in silence. So there no expression gives reals beside anything else.
///
/// A value that its target can't hold comes in a form that no parser takes for a value (`quote()`'s), or behind a mark
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

    /// A statement with an OFFSET is never made part of the one around it.
    package var fence: String? { " LIMIT -1 OFFSET 0" }

    package func classes(of expression: String) -> String? {
        let marks = ["integer", "real", "text", "blob"].enumerated().map { place, name in
            "\(1 << place) * coalesce(max(typeof(\(expression)) = '\(name)'), 0)"
        }
        return marks.joined(separator: " + ")
    }

    /// A view's or a query's column, `undeclared` where an expression computes it.
    ///
    /// SQLite before 3.41 says nothing of such a column; since then its affinity, of which these two tell no more.
    package func computed(_ column: SourceColumn) -> SourceColumn {
        var column = column
        if ["", "NUM", "BLOB"].contains(column.declaredType) { column.type = .undeclared }
        return column
    }

    /// The expressions of one column.
    private struct Value {
        let column: SourceColumn
        /// The column's name, quoted.
        let name: String
        let isADBC: Bool

        init(_ column: SourceColumn, _ name: String, isADBC: Bool) {
            (self.column, self.name, self.isADBC) = (column, name, isADBC)
        }

        /// 17 digits tell any two reals apart; SQLite before 3.43 doesn't always get the last one right.
        private var real: String { "printf('%!.18g', \(name))" }
        /// An integer; as a text where a driver makes one class of a column.
        private var number: String { isADBC ? "CAST(\(name) AS TEXT)" : name }
        private var isReal: String { "typeof(\(name)) = 'real'" }
        private var isInteger: String { "typeof(\(name)) = 'integer'" }
        /// Blobs sort after all else; the unary plus keeps SQLite from trying to read texts as numbers.
        private var isText: String { "+\(name) >= '' AND +\(name) < X''\(hasNoNul)" }
        /// ADBC's driver hands a NUL over, which every parser and text refuses.
        private var hasNoNul: String { isADBC ? "" : " AND NOT instr(\(name), char(0))" }

        /// Whether the driver's doubles are taken as they are.
        var isNativeReal: Bool { isADBC && isDeclaredReal }

        private var isDeclaredReal: Bool {
            switch column.type {
            case .float32, .float64: true
            default: false
            }
        }

        /// Texts in columns of numbers are refused; elsewhere they may spell a value.
        private var textsAreTaken: Bool {
            switch column.type {
            case .integer, .float32, .float64, .decimal: false
            default: true
            }
        }

        /// What is left for a parser, ends the expression.
        private var rest: String {
            let text = textsAreTaken ? "WHEN \(isText) THEN \(name) " : ""
            return "\(text)WHEN \(name) IS NOT NULL THEN quote(\(name)) END"
        }

        /// Whole reals have their digits, as an integer would.
        var integers: String {
            """
            CASE WHEN \(name) = CAST(\(name) AS INTEGER) THEN CAST(\(name) AS INTEGER) \
            WHEN \(isReal) THEN \(real) \(rest)
            """
        }

        var reals: String {
            // Such a column holds no integers. Texts and blobs in it are refused once the driver has said that there
            // are any.
            if isNativeReal { return name }
            if isDeclaredReal { return "CASE WHEN \(name) <= 9e999 THEN \(real) \(rest)" }
            return """
                CASE WHEN \(isReal) THEN \(real) WHEN \(isInteger) AND \(name) = CAST(\(name) AS REAL) THEN \(number) \
                WHEN \(isInteger) THEN quote(CAST(\(name) AS TEXT)) \(rest)
                """
        }

        var decimals: String {
            if isNativeReal { return name }
            // A text behind the mark is none that the reader is meant to see.
            let text =
                textsAreTaken ? "WHEN \(isText) AND \(name) COLLATE BINARY >= char(2) THEN \(name) " : ""
            return """
                CASE \(exactDecimal)WHEN \(isInteger) THEN \(number) WHEN \(isReal) THEN \(markedReal) \
                \(text)WHEN \(name) IS NOT NULL THEN quote(\(name)) END
                """
        }

        /// The nearest double to a decimal of at most 15 digits prints as this decimal: found out by arithmetic, this
        /// is four times as fast as by printing and parsing.
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

        // ODBC's driver prints a blob as `X'…'`. An é before a text tells its encoding, which is the file's.
        var bytes: String {
            // typeof() doesn't read a value, where a comparison holds another copy of it.
            let isBlob = "typeof(\(name)) = 'blob'"
            let isText = "typeof(\(name)) = 'text'"
            let text = "WHEN \(isText) THEN 'T' || hex(char(233) || \(name))"
            let others = "WHEN \(name) IS NOT NULL THEN quote(\(name)) END"
            guard isADBC else { return "CASE WHEN \(isBlob) THEN \(name) \(text) \(others)" }
            let printed = "CASE \(text) \(others)"
            guard column.type == .binary else { return printed }
            // Blobs as they are, where texts are UTF-8. For a number there is no guard but an error: its bytes might be
            // a blob's.
            let refused = SQLText.quoted(" \(column.name)", by: "'")
            return """
                CASE WHEN hex('a') = '61' THEN CASE WHEN \(isBlob) THEN \(name) WHEN \(isText) THEN CAST(\(name) AS BLOB) \
                WHEN \(name) IS NOT NULL THEN json_extract('0', \(SQLiteDialect.refusal) || typeof(\(name)) || \(refused)) END ELSE \(printed) END
                """
        }
    }

    /// Begins a path that SQLite is asked to follow in a document, and shows in its error; the class and the column's name
    /// are the rest.
    private static let refusal = "'snowmelt: '"

    /// What SQLite's error says of a value that an expression refuses; nil for any other error.
    package static func refusedValue(in message: String) -> String? {
        guard let start = message.firstRange(of: refusal.dropLast())?.upperBound,
            let end = message.lastIndex(of: "'"), start < end,
            let space = message[start..<end].firstIndex(of: " ")
        else { return nil }
        let column = message[message.index(after: space)..<end].split(separator: "''", omittingEmptySubsequences: false)
        return """
            column '\(column.joined(separator: "'"))' holds a number (\(message[start..<space])), which has no bytes; \
            choose another type than bytea, or cast it by an expr
            """
    }
}
