/// Describes the columns of a query.
///
/// Drivers derive their types from values, or invent types for expressions. SQLite itself reports the types with which
/// the columns of a view are declared.
extension SQLiteDialect {
    package func describingView(of sql: String) -> DescribingView? {
        DescribingView(
            creation: "CREATE TEMP VIEW snowmelt_query AS SELECT * FROM (\(sql)\n)",
            columnsQuery: "SELECT name, type, 1, NULL FROM pragma_table_xinfo('snowmelt_query', 'temp') ORDER BY cid",
            removal: "DROP VIEW IF EXISTS temp.snowmelt_query")
    }
}
