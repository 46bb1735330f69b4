/// The columns of a query: a driver takes their types from values, or gives those of expressions a made-up one. SQLite has
/// those that a view's columns are declared with.
extension SQLiteDialect {
    package func describingView(of sql: String) -> DescribingView? {
        DescribingView(
            creation: "CREATE TEMP VIEW snowmelt_query AS SELECT * FROM (\(sql)\n)",
            columnsQuery: "SELECT name, type, 1, NULL FROM pragma_table_xinfo('snowmelt_query', 'temp') ORDER BY cid",
            removal: "DROP VIEW IF EXISTS temp.snowmelt_query")
    }
}
