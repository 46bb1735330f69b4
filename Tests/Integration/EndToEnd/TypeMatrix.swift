import TestKit
import Testing

/// A table with a column for every type of a system, and how its values are compared with those that arrive.
///
/// Its rows are one of NULLs (key 0), rows with edge cases (keys below 0), and ordinary ones, with NULLs in between.
struct TypeMatrix: Sendable {
    struct Column: Sendable {
        /// The type as declared in the source.
        var type: String
        /// An expression for ordinary values, of `i`, the row's number.
        var ordinary: String
        /// Literals for edge cases.
        var edges: [String]
        var form: Form
    }

    /// Expressions that give the same text for the same value in both systems; `?` stands for the column.
    struct Form: Sendable {
        var source: String
        var target: String
        /// Whether both systems print a floating-point number, whose bits are then compared.
        var isFloat = false

        /// The same expression on both sides.
        static func both(_ expression: String) -> Form { Form(source: expression, target: expression) }
    }

    var columns: [Column]
    /// A FROM item with `i` from 1 to `ordinaryRows`.
    var numbers: String
    /// Statements to run first.
    var prelude = ""
    /// The quote around column names, for a system that folds them to upper case.
    var quote = ""

    static let ordinaryRows = 3000
    static let settings = "  threads: 2\n  chunk_rows: 700\n  batch_rows: 150"

    private func name(_ number: Int) -> String { "\(quote)c\(number)\(quote)" }
    private var id: String { "\(quote)id\(quote)" }
    private var edgeRows: Int { columns.map(\.edges.count).max() ?? 0 }

    /// The statements that create the table `matrix`.
    var sql: String {
        let declarations = columns.enumerated().map { "\(name($0)) \($1.type) NULL" }
        let values = columns.enumerated().map { number, column in
            "CASE WHEN (i + \(number)) % 13 = 0 THEN NULL ELSE \(column.ordinary) END"
        }
        let edges = (0..<edgeRows).map { row in
            let literals = columns.map { $0.edges[row % $0.edges.count] }
            return "INSERT INTO matrix VALUES (\(-row - 1), \(literals.joined(separator: ", ")));"
        }
        return """
            \(prelude)
            CREATE TABLE matrix (\(id) BIGINT NOT NULL PRIMARY KEY, \(declarations.joined(separator: ", ")));
            INSERT INTO matrix SELECT i, \(values.joined(separator: ", ")) FROM \(numbers);
            INSERT INTO matrix (\(id)) VALUES (0);
            \(edges.joined(separator: "\n"))
            """
    }

    /// Migrates the table, compares all rows, and reports which columns of which rows differ.
    func verify(_ migration: TestMigration) async throws {
        let ending = try await migration.snowmelt("run")
        let errors = try await migration.target.rows(
            "SELECT left(error, 1500) FROM migration_status.migration_chunk_status WHERE error IS NOT NULL")
        try #require(ending.code == 0, "\(ending.standardError) \(errors)")
        let source = try await migration.sourceRows("SELECT \(items(\.source)) FROM matrix").map(canonical)
        let target = try await migration.targetRows("SELECT \(items(\.target)) FROM moved.matrix").map(canonical)
        #expect(source.count == Self.ordinaryRows + 1 + edgeRows)
        #expect(differences(source.sorted(), target.sorted()) == [])
        #expect(try await Chunks.areExact(migration))
        #expect(try await Chunks.count(migration) > 3)
    }

    private func items(_ side: KeyPath<Form, String>) -> String {
        let items = columns.enumerated().map { number, column in
            let expression = column.form[keyPath: side].split(separator: "?", omittingEmptySubsequences: false)
            let text = expression.joined(separator: name(number))
            return "CASE WHEN \(name(number)) IS NULL THEN '∅' ELSE \(text) END AS \(name(number))"
        }
        return ([id] + items).joined(separator: ", ")
    }

    private func canonical(_ row: String) -> String {
        var fields = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        for (number, column) in columns.enumerated() where column.form.isFloat && number + 1 < fields.count {
            if let float = Double(fields[number + 1]) { fields[number + 1] = String(float.bitPattern, radix: 16) }
        }
        return fields.joined(separator: "|")
    }

    /// The first few differing columns; empty for equal multisets of rows.
    private func differences(_ source: [String], _ target: [String]) -> [String] {
        guard source != target else { return [] }
        var found: [String] = ["\(source.count) rows at the source, \(target.count) at the target"]
        for (left, right) in zip(source, target) where left != right && found.count < 30 {
            let lefts = left.split(separator: "|", omittingEmptySubsequences: false)
            let rights = right.split(separator: "|", omittingEmptySubsequences: false)
            for (number, pair) in zip(lefts, rights).enumerated() where pair.0 != pair.1 {
                let type = number == 0 ? "id" : columns[number - 1].type
                found.append("row \(lefts[0]), \(type): \(pair.0.prefix(60)) became \(pair.1.prefix(60))")
            }
        }
        return found
    }
}
