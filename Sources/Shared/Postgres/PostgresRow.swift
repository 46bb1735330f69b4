package import Model

/// A row of a result.
///
/// Columns are accessed by name; values are returned in the requested type.
package struct PostgresRow: Sendable {
    private let result: QueryResult
    private let row: Int

    init(result: QueryResult, row: Int) {
        self.result = result
        self.row = row
    }

    package func string(_ column: String) throws(PostgresError) -> String {
        try required(column, try optionalString(column))
    }

    package func int(_ column: String) throws(PostgresError) -> Int {
        try required(column, try optionalInt(column))
    }

    /// The target table that the columns `target_schema` and `target_table` name.
    package func targetTable() throws(PostgresError) -> QualifiedName {
        QualifiedName(schema: try string("target_schema"), name: try string("target_table"))
    }

    package func bool(_ column: String) throws(PostgresError) -> Bool {
        try required(column, try optionalBool(column))
    }

    package func double(_ column: String) throws(PostgresError) -> Double {
        try required(column, try optionalDouble(column))
    }

    /// A value of a closed set, from its text; throws if this program doesn't know the text.
    package func value<Value: RawRepresentable>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value where Value.RawValue == String {
        try required(column, try optionalValue(column))
    }

    package func optionalValue<Value: RawRepresentable>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value? where Value.RawValue == String {
        try converted(column, to: "a value known to this version of snowmelt") { Value(rawValue: $0) }
    }

    /// The value of any type as the server prints it; `nil` for NULL.
    package func optionalString(_ column: String) throws(PostgresError) -> String? {
        guard let index = result.columns[column] else {
            throw mismatch("the result has no column \(column)")
        }
        return result.text(row: row, column: index)
    }

    package func optionalInt(_ column: String) throws(PostgresError) -> Int? {
        try converted(column, to: "a whole number") { Int($0) }
    }

    package func optionalBool(_ column: String) throws(PostgresError) -> Bool? {
        try converted(column, to: "true or false") { ["t": true, "f": false][$0] }
    }

    package func optionalDouble(_ column: String) throws(PostgresError) -> Double? {
        try converted(column, to: "a number") { Double($0) }
    }

    private func converted<Value>(
        _ column: String, to type: String, _ convert: (String) -> Value?
    ) throws(PostgresError) -> Value? {
        guard let text = try optionalString(column) else { return nil }
        guard let value = convert(text) else { throw mismatch("column \(column) isn't \(type)") }
        return value
    }

    private func required<Value>(_ column: String, _ value: Value?) throws(PostgresError) -> Value {
        guard let value else { throw mismatch("column \(column) is NULL") }
        return value
    }

    private func mismatch(_ message: String) -> PostgresError {
        PostgresError(.value, message: message, statement: result.statement, operation: "PQgetvalue")
    }
}
