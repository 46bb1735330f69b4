/// The columns of a query: a driver takes their types from values, or gives those of expressions a made-up one. SQLite has
/// those that a view's columns are declared with.
extension SQLiteDialect {
    /// Makes a view of a query, in this session alone, whose columns are declared as those that they show.
    package func describingView(of sql: String) -> String {
        "CREATE TEMP VIEW snowmelt_query AS SELECT * FROM (\(sql)\n)"
    }

    /// As `columnsQuery`, of that view.
    package var describedColumnsQuery: String {
        "SELECT name, type, 1, NULL FROM pragma_table_xinfo('snowmelt_query', 'temp') ORDER BY cid"
    }

    package var describingViewRemoval: String { "DROP VIEW temp.snowmelt_query" }
}
