package import Model
package import RowSource
package struct ODBCSource: RowSource {
    package init(connectionString: Secret) {}
    package var displayName: String { "" }
    package func connect() async throws(SourceError) -> any SourceConnection { throw SourceError(.other, operation: "", message: "") }
}
