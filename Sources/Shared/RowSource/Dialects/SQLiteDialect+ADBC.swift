import Model

/// How SQLite is read through ADBC.
///
/// Its driver takes a column's class from the first rows: integers, else reals, else texts, else blobs. Later values of
/// a class further on are an error; reals make integers before them reals, and are printed with six digits before a
/// text, both in silence. So each expression gives values of one class but for those that its column's type excludes,
/// and never reals beside anything else.
extension SQLiteDialect {
    func classedExpression(_ column: SourceColumn) -> String {
        let name = quoted(column.name)
        return switch column.type {
        case .integer:
            "CASE WHEN typeof(\(name)) = 'integer' THEN \(name) WHEN \(name) IS NOT NULL THEN quote(\(name)) END"
        // Such a column holds no integers. Texts and blobs in it are refused once the driver has said that there are any.
        case .float32, .float64: name
        case .binary:
            "CASE WHEN typeof(\(name)) IN ('integer', 'real') THEN CAST(quote(\(name)) AS BLOB) ELSE CAST(\(name) AS BLOB) END"
        case .decimal(_, let scale) where (0...15).contains(scale):
            // As through ODBC; but how many digits CAST and `quote()` give a real depends on SQLite's version.
            """
            CASE WHEN typeof(\(name)) = 'real' AND \(hasDigits(name, scale)) THEN printf('%!.15g', \(name)) \
            WHEN \(name) IS NOT NULL THEN quote(\(name)) END
            """
        // The only one that lets numbers pass.
        case .boolean: "CAST(\(textExpression(column)) AS TEXT)"
        default: textExpression(column)
        }
    }

    /// Makes a view of a query, in this session alone, whose columns are declared as those that they show.
    package func describingView(of sql: String) -> String {
        "CREATE TEMP VIEW snowmelt_query AS SELECT * FROM (\(sql)\n)"
    }

    /// As `columnsQuery`, of that view.
    package var describedColumnsQuery: String {
        "SELECT name, type, 1, NULL FROM pragma_table_xinfo('snowmelt_query', 'temp') ORDER BY cid"
    }

    package var describingViewRemoval: String { "DROP VIEW temp.snowmelt_query" }

    /// Whether the first rows of a column of that view hold anything but blobs: 1 or 0 each, NULL without rows.
    ///
    /// A view says BLOB of columns without a type, too.
    package func otherClassesQuery(columns: [String]) -> String {
        let tests = columns.map { "max(typeof(\(quoted($0))) NOT IN ('blob', 'null'))" }.joined(separator: ", ")
        return "SELECT \(tests) FROM (SELECT * FROM temp.snowmelt_query LIMIT 1000)"
    }
}
