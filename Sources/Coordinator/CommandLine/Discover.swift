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
            let tables = try await coordinator.discover(pattern, countRows: countsRows)
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
            .init("TABLE"), .init("KIND"), .init("COLUMNS", .right), .init("ROWS", .right), .init("KEY"),
        ])
        text.rows = tables.map { found in
            [
                .init(found.table.name.description),
                .init(found.parent.map { "partition of \($0)" } ?? (found.table.isView ? "view" : "table")),
                .init(String(found.table.columns.count)), .init(found.rows.map(Quantity.count) ?? ""),
                .init(found.table.primaryKey.joined(separator: ", ")),
            ]
        }
        return text.lines(style: style)
    }

    private func details(_ found: DiscoveredTable, _ style: TextStyle) -> [String] {
        var text = TextTable([.init(found.table.name.description), .init("TYPE"), .init("NULL")])
        text.rows = found.table.columns.map { column in
            [.init("  " + column.name), .init(column.declaredType), .init(column.isNullable ? "" : "not null")]
        }
        return [""] + text.lines(style: style)
    }

    private struct Document: Encodable {
        struct Table: Encodable {
            private enum CodingKeys: String, CodingKey {
                case table, kind, rows, columns
                case partitionOf = "partition_of"
                case primaryKey = "primary_key"
            }

            struct Column: Encodable {
                var name: String
                var type: String
                var nullable: Bool
            }

            var table: String
            var kind: String
            var partitionOf: Nullable<String>
            var rows: Nullable<Int>
            var primaryKey: [String]
            var columns: [Column]

            init(_ found: DiscoveredTable) {
                table = found.table.name.description
                kind = found.parent != nil ? "partition" : found.table.isView ? "view" : "table"
                partitionOf = Nullable(found.parent?.description)
                rows = Nullable(found.rows)
                primaryKey = found.table.primaryKey
                columns = found.table.columns.map {
                    Column(name: $0.name, type: $0.declaredType, nullable: $0.isNullable)
                }
            }
        }

        var tables: [Table]
    }
}
