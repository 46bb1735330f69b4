import ArgumentParser
import Model
import Presentation
import ProgramEntry
import RowSource
import RunControl

struct Discover: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Lists the source's tables and their columns.",
        discussion: """
            EXAMPLE
              snowmelt discover 'main.fact*' --count
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Only tables whose names match; * and ? are wildcards.")
    var pattern = "*"

    @Flag(help: "Count each table's rows, which reads the whole table.")
    var count = false

    @Flag(help: "Show each table's columns.")
    var columns = false

    func perform(_ context: Context) async throws -> ExitStatus {
        let countsRows = try context.flags.isOn("count", count)
        let showsColumns = try context.flags.isOn("columns", columns)
        return try await context.withCoordinator { coordinator in
            let tables = try await coordinator.discover(pattern, countRows: countsRows).map { found in
                var found = found
                found.error = found.error.map(context.console.redact)
                return found
            }
            guard !tables.isEmpty else {
                throw Failure(
                    .usage, "the source has no table that matches \(pattern), or this user may not see it",
                    hint: "`snowmelt discover` lists all tables.")
            }
            try context.console.show(Document(tables: tables.map(Document.Table.init))) {
                let lines = summary(tables, counted: countsRows, context.console.style)
                return showsColumns ? lines + tables.flatMap { details($0, context.console.style) } : lines
            }
            return .done
        }
    }

    private func summary(_ tables: [DiscoveredTable], counted: Bool, _ style: TextStyle) -> [String] {
        var text = TextTable([
            .init("TABLE", fitting: .shortened), .init("KIND", fitting: .shortened), .init("COLUMNS", .right),
            .init("ROWS", .right), .init("KEY", fitting: .wrapped),
        ])
        text.rows = tables.map { found in
            [
                .init(found.name.description),
                .init(found.parent.map { "partition of \($0)" } ?? found.kind ?? ""),
                .init(found.table.map { String($0.columns.count) } ?? ""), .init(found.rows.map(Quantity.count) ?? ""),
                .init(found.table?.primaryKey.joined(separator: ", ") ?? ""),
            ]
        }
        let odd = tables.filter { $0.error != nil }
        guard !odd.isEmpty else { return text.lines(style: style) }
        return text.lines(style: style) + ["", "can't be copied as they are:"]
            + odd.map { style.paint("\($0.name): \($0.error ?? "")".singleLine, .red) }
    }

    private func details(_ found: DiscoveredTable, _ style: TextStyle) -> [String] {
        guard let table = found.table else { return [] }
        var text = TextTable([
            .init(found.name.description, fitting: .shortened), .init("TYPE", fitting: .shortened), .init("NULL"),
        ])
        text.rows = table.columns.map { column in
            [.init("  " + column.name), .init(column.declaredType), .init(column.isNullable ? "" : "not null")]
        }
        return [""] + text.lines(style: style)
    }

    private struct Document: Encodable {
        struct Table: Encodable {
            private enum CodingKeys: String, CodingKey {
                case table, kind, rows, columns, error
                case partitionOf = "partition_of"
                case primaryKey = "primary_key"
            }

            struct Column: Encodable {
                var name: String
                var type: String
                var nullable: Bool
            }

            var table: String
            /// null if the source can't tell.
            var kind: Nullable<String>
            var partitionOf: Nullable<String>
            var rows: Nullable<Int>
            var primaryKey: [String]
            var columns: [Column]
            var error: Nullable<String>

            init(_ found: DiscoveredTable) {
                table = found.name.description
                kind = Nullable(found.parent != nil ? "partition" : found.kind)
                partitionOf = Nullable(found.parent?.description)
                rows = Nullable(found.rows)
                primaryKey = found.table?.primaryKey ?? []
                columns = (found.table?.columns ?? []).map {
                    Column(name: $0.name, type: $0.declaredType, nullable: $0.isNullable)
                }
                error = Nullable(found.error)
            }
        }

        var tables: [Table]
    }
}

extension DiscoveredTable {
    /// `table` or `view`; `nil` if the source can't tell.
    fileprivate var kind: String? { table.map { $0.isView ? "view" : "table" } }
}
