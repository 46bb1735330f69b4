import Model
import ODBCSource
import RowSource
import TestKit
import Testing

/// `SQLTables`, `SQLColumns` and `SQLPrimaryKeys`, which are used for systems without a dialect.
@Suite("The drivers' own catalogue functions")
struct DriverCatalogueTests {
    /// psqlODBC can't find names with its own escape character, however it is escaped.
    private static let oddForPostgreSQL = "Grö ße_\"x"
    private static let odd = "Grö ße_\"x\\"

    private func notFound(_ name: QualifiedName, _ connection: any SourceConnection) async -> Bool {
        do throws(SourceError) {
            _ = try await connection.table(name)
            return false
        } catch {
            return error.kind == .notFound
        }
    }

    @Test("SQLite")
    func sqlite() async throws {
        let file = try SQLiteFile()
        let maker = try await file.connect(
            """
            CREATE TABLE "Grö ße_""x\\" (id integer NOT NULL, "a b" varchar(20) NOT NULL, d date, ts timestamp, b blob, \
            f real, i bigint, bo boolean, u uuid, PRIMARY KEY (id, "a b"))
            """, "CREATE TABLE a_b (x integer PRIMARY KEY)", "CREATE TABLE axb (y integer)",
            "CREATE VIEW v AS SELECT 1 AS one")
        await maker.close()
        let connection = try await file.source().with(.ansi).connect()
        #expect(connection.dialect is ANSIDialect)
        #expect(try await connection.tables(matching: "*").map(\.description) == [Self.odd, "a_b", "axb", "v"])
        let table = try await connection.table(QualifiedName(schema: nil, name: Self.odd))
        #expect(table.columns.map(\.name) == ["id", "a b", "d", "ts", "b", "f", "i", "bo", "u"])
        #expect(
            table.columns.map(\.type) == [
                .integer(bits: 32, signed: true), .text(length: 20), .date, .timestamp(zoned: false), .binary, .float64,
                .integer(bits: 64, signed: true), .boolean, .uuid,
            ])
        #expect(table.columns.map(\.isNullable) == [false, false] + Array(repeating: true, count: 7))
        #expect(table.primaryKey == ["id", "a b"])
        #expect(!table.isView)
        // `_` is not a wildcard here.
        #expect(try await connection.table(QualifiedName(schema: nil, name: "a_b")).columns.map(\.name) == ["x"])
        #expect(try await connection.table(QualifiedName(schema: nil, name: "v")).isView)
        #expect(await notFound(QualifiedName(schema: nil, name: "absent"), connection))
        #expect(await notFound(QualifiedName(schema: "nowhere", name: "a_b"), connection))
        await connection.close()
    }

    @Test("PostgreSQL")
    func postgres() async throws {
        let connection = try await Servers.postgres().with(.ansi).connect()
        for sql in [
            """
            CREATE TABLE "Grö ße_""x" (id integer NOT NULL, "a b" varchar(20), d date, ts timestamp, tz timestamptz, \
            n numeric(10,2), nn numeric, b bytea, f real, f8 float8, i bigint, i2 smallint, bo boolean, tx text, \
            u uuid, j jsonb, tm time, PRIMARY KEY ("a b", id))
            """, "CREATE TABLE a_b (x integer PRIMARY KEY)", "CREATE TABLE axb (y integer)",
            "CREATE VIEW v AS SELECT 1 AS one", "CREATE MATERIALIZED VIEW mv AS SELECT 1 AS one",
            "CREATE TEMP TABLE t (a integer)", "CREATE SCHEMA other", "CREATE TABLE other.axb (z integer)",
            "CREATE SCHEMA other2", "CREATE TABLE other.twice (z integer)", "CREATE TABLE other2.twice (z integer)",
        ] {
            _ = try await connection.rows(sql)
        }
        #expect(connection.dialect is ANSIDialect)
        #expect(
            try await connection.tables(matching: "*").map(\.description) == [
                "other.axb", "other.twice", "other2.twice", "public.\(Self.oddForPostgreSQL)", "public.a_b",
                "public.axb",
                "public.mv", "public.v",
            ])
        let table = try await connection.table(QualifiedName(schema: "public", name: Self.oddForPostgreSQL))
        #expect(
            table.columns.map(\.type) == [
                .integer(bits: 32, signed: true), .text(length: 20), .date, .timestamp(zoned: false),
                .timestamp(zoned: true), .decimal(precision: 10, scale: 2), .decimal(precision: nil, scale: 0), .binary,
                .float32, .float64, .integer(bits: 64, signed: true), .integer(bits: 16, signed: true), .boolean,
                .text(length: nil), .uuid, .json, .time,
            ])
        #expect(table.columns.prefix(3).map(\.isNullable) == [false, false, true])
        #expect(table.primaryKey == ["a b", "id"])
        let named = try await connection.table(QualifiedName(schema: "other", name: "axb"))
        #expect(named.columns.map(\.name) == ["z"])
        #expect(try await connection.table(QualifiedName(schema: nil, name: "a_b")).columns.map(\.name) == ["x"])
        #expect(try await connection.table(QualifiedName(schema: "public", name: "mv")).isView)
        #expect(await notFound(QualifiedName(schema: nil, name: "absent"), connection))
        #expect(await notFound(QualifiedName(schema: "nowhere", name: "a_b"), connection))
        await connection.close()
    }

    @Test("a time with a zone is read with its offset, whatever the session's zone")
    func zoned() async throws {
        let connection = try await Servers.postgres("ConnSettings={SET TIME ZONE 'Asia/Tokyo'};").with(.ansi).connect()
        _ = try await connection.rows("CREATE TABLE t (tz timestamptz)")
        _ = try await connection.rows("INSERT INTO t VALUES ('2020-01-02 03:04:05.123456+00')")
        #expect(try await connection.readTable("t").rows == [[.text("2020-01-02 12:04:05.123456+09")]])
        await connection.close()
    }

    @Test("MariaDB")
    func mariaDB() async throws {
        let connection = try await Servers.mariaDB("fahrer").with(.ansi).connect()
        for sql in [
            """
            CREATE TABLE `Grö ße_"x\\` (id integer NOT NULL, `a b` varchar(20), d date, ts timestamp NULL, dt datetime(6), \
            n decimal(10,2), b longblob, f float, f8 double, i bigint unsigned, i2 smallint, bo boolean, tx longtext, \
            u uuid, tm time, PRIMARY KEY (id, `a b`))
            """, "CREATE TABLE a_b (x integer PRIMARY KEY)", "CREATE TABLE axb (y integer)",
            "CREATE VIEW v AS SELECT 1 AS one", "CREATE DATABASE fahrer_2", "CREATE TABLE fahrer_2.a_b (z integer)",
        ] {
            _ = try await connection.rows(sql)
        }
        #expect(connection.dialect is ANSIDialect)
        // Databases take the place of schemas.
        #expect(
            try await connection.tables(matching: "fahrer*").map(\.description) == [
                "fahrer.\(Self.odd)", "fahrer.a_b", "fahrer.axb", "fahrer.v", "fahrer_2.a_b",
            ])
        #expect(try await connection.tables(matching: "mysql.*").isEmpty)
        #expect(try await connection.tables(matching: "information_schema.*").isEmpty)
        let table = try await connection.table(QualifiedName(schema: nil, name: Self.odd))
        #expect(table.name == QualifiedName(schema: "fahrer", name: Self.odd))
        #expect(
            table.columns.map(\.type) == [
                .integer(bits: 32, signed: true), .text(length: 20), .date, .timestamp(zoned: false),
                .timestamp(zoned: false), .decimal(precision: 10, scale: 2), .binary, .float32, .float64,
                .integer(bits: 64, signed: false), .integer(bits: 16, signed: true), .integer(bits: 8, signed: true),
                .text(length: nil), .uuid, .time,
            ])
        #expect(table.columns.prefix(3).map(\.isNullable) == [false, false, true])
        #expect(table.primaryKey == ["id", "a b"])
        let named = try await connection.table(QualifiedName(schema: "fahrer_2", name: "a_b"))
        #expect(named.columns.map(\.name) == ["z"])
        #expect(try await connection.table(QualifiedName(schema: nil, name: "a_b")).columns.map(\.name) == ["x"])
        #expect(await notFound(QualifiedName(schema: nil, name: "absent"), connection))
        #expect(await notFound(QualifiedName(schema: "nowhere", name: "a_b"), connection))
        await connection.close()

        let server = try await MariaDBServer.shared
        let nowhere = try await ODBCSource(
            connectionString: Secret("Driver=MariaDB Unicode;Socket=\(server.socket);UID=root"), dialect: .ansi
        ).connect()
        await #expect {
            try await nowhere.table(QualifiedName(schema: nil, name: "a_b"))
        } throws: { error in
            let message = (error as? SourceError)?.message ?? ""
            return message.contains("'fahrer.a_b'") && message.contains("'fahrer_2.a_b'")
        }
        await nowhere.close()
    }
}
