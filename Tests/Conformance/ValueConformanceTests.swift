import Model
import RowSource
import TestKit
import Testing

@Suite("The values of every source")
struct ValueConformanceTests {
    @Test("values and NULLs of the common types arrive unchanged", arguments: ConformingKind.here)
    func values(_ kind: ConformingKind) async throws {
        let subject = try await ConformingSource(kind)
        let system = kind.system
        let table = system.quoted("common_values")
        let columns = system.values
        let list = columns.map { "\(system.quoted($0.name)) \($0.type)" }.joined(separator: ", ")
        let rows = (0..<2).map { row in "(\(row + 1), \(columns.map { $0.values[row] }.joined(separator: ", ")))" }
        let nulls = "(3, \(columns.map { _ in "NULL" }.joined(separator: ", ")))"
        try await subject.database.run(
            """
            CREATE TABLE \(table) (\(system.quoted("id")) integer, \(list));
            INSERT INTO \(table) VALUES \((rows + [nulls]).joined(separator: ", "))
            """)
        let connection = try await subject.connect()
        let found = try await connection.table(subject.name("common_values"))
        #expect(
            try await RowReading(found, by: "id", over: connection).landed() == SourceSystem.printedValues)
        await connection.close()
    }

    /// Lengths of the texts in bytes, by row; `nil` is NULL.
    private static let lengths = [10, nil, 5000, 300_000, 0, 70_000]

    @Test(
        "texts far longer than declared or expected arrive complete, and their length is remembered",
        arguments: ConformingKind.here
    )
    func growth(_ kind: ConformingKind) async throws {
        let subject = try await ConformingSource(kind)
        let system = kind.system
        let texts = Self.lengths.map { $0.map { String(repeating: "x123456789", count: $0 / 10) } }
        let rows = texts.enumerated().map { "(\($0), \($1.map { "'\($0)'" } ?? "NULL"))" }.joined(separator: ", ")
        try await subject.database.run(
            """
            CREATE TABLE \(system.quoted("growing")) (\(system.quoted("id")) integer, \
            \(system.quoted("t")) \(system == .mariaDB ? "longtext" : "text"));
            INSERT INTO \(system.quoted("growing")) VALUES \(rows)
            """)
        let connection = try await subject.connect()
        let table = try await connection.table(subject.name("growing"))
        func read() async throws -> [String?] {
            try await RowReading(table, by: "id", over: connection).landed().map { $0[1] }
        }
        if !kind.can(.unknownWidths) {
            #expect(await kindOfError { _ = try await read() } == .outgrown)
        }
        for _ in 0..<2 {
            #expect(try await read() == texts)
        }
        await connection.close()
    }

    @Test("rows arrive as COPY bytes if the source offers them", arguments: ConformingKind.here)
    func copyBytes(_ kind: ConformingKind) async throws {
        let connection = try await ConformingSource(kind).connect()
        let reading = try await RowReading(SourceSystem.few, over: connection)
        #expect(reading.isCopy == kind.can(.copyBytes))
        #expect(try await reading.landed().compactMap { $0[0] }.sorted() == ["a", "b", "c"])
        await connection.close()
    }
}
