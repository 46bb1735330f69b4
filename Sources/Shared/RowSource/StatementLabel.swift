package import Model

/// The purpose of a statement.
package struct StatementLabel: Hashable, Sendable {
    /// The run; `nil` for statements outside a run.
    package var run: RandomID?
    package var table: QualifiedName?
    package var chunk: Int?
    /// Whether the user wrote part of the statement: a query, a condition or an expression.
    package var holdsUserSQL: Bool

    package init(
        run: RandomID? = nil, table: QualifiedName? = nil, chunk: Int? = nil, holdsUserSQL: Bool = false
    ) {
        self.run = run
        self.table = table
        self.chunk = chunk
        self.holdsUserSQL = holdsUserSQL
    }

    /// `snowmelt run=… table=… chunk=…`: searchable words.
    package var text: String {
        let parts = [
            run.map { "run=\($0.text)" }, table.map { "table=\($0)" }, chunk.map { "chunk=\($0)" },
        ]
        return (["snowmelt"] + parts.compactMap(\.self)).joined(separator: " ")
    }
}
