package import Model
package import Postgres
import Statements

/// Upgrades one of Snowmelt's schemas to this program's version.
///
/// It takes one transaction, and is safe if several programs start at the same time.
package struct SchemaMigration: Sendable {
    private let place: String
    private let exists: Statement
    private let create: Statement
    private let version: Statement
    private let record: Statement
    private let migrations: [Statement]

    /// Schema `migration_status` of the control database.
    package static let control = SchemaMigration(
        place: "control database", exists: SQL.controlSchemaExists, create: SQL.createControlSchema,
        version: SQL.controlSchemaVersion, record: SQL.recordControlVersion, migrations: Migrations.control)

    /// Schema `migration_receipt` of the target database.
    package static let target = SchemaMigration(
        place: "target database", exists: SQL.targetSchemaExists, create: SQL.createTargetSchema,
        version: SQL.targetSchemaVersion, record: SQL.recordTargetVersion, migrations: Migrations.target)

    /// Applies the missing migrations.
    ///
    /// Throws a `Failure` if the schema is newer than this program.
    package func apply(to connection: PostgresConnection) async throws {
        if try await isCurrent(on: connection) { return }
        try await connection.transaction { connection in
            try connection.execute(SQL.lockSchemaVersion)
            try connection.executeScript(create)
            let applied = try readVersion(on: connection)
            for (index, migration) in migrations.enumerated().dropFirst(applied) {
                try connection.executeScript(migration)
                try connection.execute(record, [.int(index + 1), .text(programVersion)])
            }
        }
    }

    /// Whether the schema exists, in any version.
    package func exists(on connection: PostgresConnection) async throws -> Bool {
        try await connection.query(exists).first?.bool("present") == true
    }

    /// Whether the schema has this program's version; for programs that only read or must not change it.
    package func isCurrent(on connection: PostgresConnection) async throws -> Bool {
        guard try await connection.query(exists).first?.bool("present") == true else { return false }
        return try await readVersion(on: connection) == migrations.count
    }

    /// Whether the schema exists in an older version than this program's.
    ///
    /// Throws a `Failure` if it is newer.
    package func isOlder(on connection: PostgresConnection) async throws -> Bool {
        guard try await connection.query(exists).first?.bool("present") == true else { return false }
        return try await readVersion(on: connection) < migrations.count
    }

    /// Throws a `Failure` if the schema doesn't have this program's version, or `isMissing` if it doesn't exist.
    package func require(on connection: PostgresConnection, orElse isMissing: Failure) async throws {
        guard try await exists(on: connection) else { throw isMissing }
        guard try await !isOlder(on: connection) else {
            throw Failure(
                .target, "the \(place)'s schema is from an older version of snowmelt",
                hint: "`snowmelt run` upgrades it and resumes the config's unfinished run.")
        }
    }

    private func readVersion(on connection: isolated PostgresConnection) throws -> Int {
        guard let row = try connection.query(version).first else { return 0 }
        let applied = try row.int("version")
        guard applied <= migrations.count else {
            throw Failure(
                .refused,
                "the \(place)'s schema has version \(applied), written by snowmelt \(try row.string("program")); this is "
                    + "snowmelt \(programVersion), which knows versions up to \(migrations.count)",
                hint: "Use the newer program; an older one could lose data it doesn't know about.")
        }
        return applied
    }
}
