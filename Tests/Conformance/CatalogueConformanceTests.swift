import Model
import RowSource
import TestKit
import Testing

@Suite("Every source's catalogue and snapshots")
struct CatalogueConformanceTests {
    /// A name with every kind of quote, except one that Snowflake's emulator can't create.
    private func odd(_ kind: ConformingKind) -> String {
        "listed \"odd\" `näme`\(kind.system == .snowflake ? "" : " O'Hara")"
    }

    private func listed(_ kind: ConformingKind, function: String = #function) async throws -> ConformingSource {
        let subject = try await ConformingSource(kind, function: function)
        let quoted = kind.system.quoted
        try await subject.database.run(
            """
            CREATE TABLE \(quoted("listed keyed")) (\(quoted("second")) integer NOT NULL, \(quoted("first")) integer \
            NOT NULL, \(quoted("note")) varchar(20), PRIMARY KEY (\(quoted("first")), \(quoted("second"))));
            CREATE TABLE \(quoted(odd(kind))) (\(quoted("sel\"ect `é`")) integer);
            INSERT INTO \(quoted(odd(kind))) VALUES (7);
            CREATE VIEW \(quoted("listed view")) AS SELECT \(quoted("first")), \(quoted("note"))
            FROM \(quoted("listed keyed"));
            """)
        return subject
    }

    @Test("tables, views and queries are described, whatever their names", arguments: ConformingKind.here)
    func described(_ kind: ConformingKind) async throws {
        let subject = try await listed(kind)
        let connection = try await subject.connect()
        let names = ["listed keyed", odd(kind), "listed view"]
        #expect(
            try await connection.tables(matching: "\(subject.database.schema).listed*")
                == names.map(subject.name).sorted { $0.description < $1.description })

        let keyed = try await connection.table(subject.name("listed keyed"))
        #expect(keyed.name == subject.name("listed keyed"))
        #expect(!keyed.isView)
        #expect(keyed.columns.map(\.name) == ["second", "first", "note"])
        #expect(keyed.columns.map(\.isNullable) == [false, false, true])
        #expect(keyed.primaryKey == ["first", "second"])
        #expect(try await connection.table(QualifiedName(schema: nil, name: "listed keyed")).name == keyed.name)

        let view = try await connection.table(subject.name("listed view"))
        #expect(view.isView)
        #expect(view.columns.map(\.name) == ["first", "note"])
        #expect(view.primaryKey.isEmpty)

        let odd = try await connection.table(subject.name(odd(kind)))
        #expect(odd.columns.map(\.name) == ["sel\"ect `é`"])
        #expect(try await RowReading(odd, by: "sel\"ect `é`", over: connection).landed() == [["7"]])
        #expect(try await connection.descents().isEmpty)
        await connection.close()
    }

    @Test(
        "a query is described without reading its rows, and a failure leaves nothing behind",
        arguments: ConformingKind.here
    )
    func queries(_ kind: ConformingKind) async throws {
        let subject = try await ConformingSource(kind)
        let quoted = kind.system.quoted
        try await subject.database.run(
            "CREATE TABLE \(quoted("queried")) (\(quoted("first")) integer, \(quoted("note")) varchar(20))")
        let connection = try await subject.connect()
        let query = """
            SELECT \(quoted("note")), \(quoted("first")) AS \(quoted("other"))
            FROM \(connection.dialect.quoted(subject.name("queried")))
            """
        for _ in 0..<2 {
            #expect(
                await kindOfError { _ = try await connection.columns(ofQuery: "SELECT 1 AS a FROM absent") }
                    == .notFound)
            let columns = try await connection.columns(ofQuery: query)
            #expect(columns.map(\.name) == ["note", "other"])
            guard case .text = columns.first?.type else {
                Issue.record("a varchar is \(String(describing: columns.first))")
                continue
            }
        }
        await connection.close()
    }

    @Test("a missing table isn't found, and the connection can still be used", arguments: ConformingKind.here)
    func missing(_ kind: ConformingKind) async throws {
        let subject = try await ConformingSource(kind)
        let connection = try await subject.connect()
        #expect(await kindOfError { _ = try await connection.table(subject.name("absent")) } == .notFound)
        #expect(
            await kindOfError { _ = try await connection.table(QualifiedName(schema: "nowhere", name: "absent")) }
                == .notFound)
        #expect(await kindOfError { _ = try await connection.rows("SELECT * FROM absent") } == .notFound)
        #expect(try await connection.rows("SELECT 1") == [["1"]])
        await connection.close()
    }

    @Test("several connections read one point in time, or the source refuses", arguments: ConformingKind.here)
    func snapshot(_ kind: ConformingKind) async throws {
        let subject = try await ConformingSource(kind)
        let table = kind.system.quoted("moving")
        try await subject.database.run(
            "CREATE TABLE \(table) (\(kind.system.quoted("a")) integer); INSERT INTO \(table) VALUES (1), (2)")
        try await subject.emulator?.keepVersions(of: "D1.PUBLIC.moving")
        let reader = try await subject.connect()
        try await reader.read(at: .unpinned)
        guard kind.can(.snapshot) else {
            #expect(try await subject.source.holdSnapshot() == nil)
            #expect(await kindOfError { try await reader.read(at: .pinned("1")) } == .statement)
            await reader.close()
            return
        }
        let hold = try #require(try await subject.source.holdSnapshot())
        let held = try await hold.connection.table(subject.name("moving"))
        #expect(hold.gap(held) == nil)
        let count = "SELECT COUNT(*) FROM \(hold.connection.dialect.from(held))"
        try await subject.database.run("INSERT INTO \(table) VALUES (3)")
        try await reader.read(at: hold.snapshot)
        #expect(try await reader.rows(count) == [["2"]])
        #expect(try await hold.connection.rows(count) == [["2"]])
        let now = try await subject.connect()
        #expect(try await now.rows("SELECT COUNT(*) FROM \(now.dialect.quoted(held.name))") == [["3"]])
        await now.close()
        await hold.close()
        // A read that has begun keeps its point in time.
        #expect(try await reader.rows(count) == [["2"]])
        await reader.close()
    }
}
