import Failures
import Glibc
package import Model
import Planning
import Postgres
import RowSource
import Settings
import Statements
import WorkQueue

/// One line of the output of `check`.
package struct CheckLine: Sendable {
    package enum Result: String, Sendable {
        case ok, warning, failed
    }

    package var subject: String
    package var result: Result
    package var detail: String
    package var hint: String?
    /// The exit status that this line causes; `done` unless it failed.
    package var exit = ExitStatus.done
}

extension Coordinator {
    /// Checks everything that a run needs, and changes nothing.
    package func check() async -> [CheckLine] {
        var lines = [CheckLine(subject: "config", result: .ok, detail: configuration.file)]
        let (sourceLines, tables) = await checkSource()
        lines += sourceLines
        lines += await checkPostgres("target", targetOptions, schema: ("migration_receipt", .target), tables: tables)
        lines += await checkPostgres("control", controlOptions, schema: ("migration_status", .control), tables: [])
        return lines
    }

    /// Checks the source; also returns the tables to copy, or none if the source can't be read.
    private func checkSource() async -> ([CheckLine], [TableConfiguration]) {
        do {
            let connection = try await source.connect()
            var lines = [CheckLine(subject: "source", result: .ok, detail: connection.serverDescription)]
            let available = try await connection.tables(matching: "*")
            let trees = TableTrees(try await connection.descents())
            let chosen = try configuration.tables(matching: available, in: trees)
            await connection.close()
            if configuration.source.snapshot != .off, !source.keepsSnapshots {
                try await source.holdSnapshot()?.close()
            }
            lines.append(
                CheckLine(
                    subject: "tables", result: .ok,
                    detail: "\(chosen.count) to move, \(available.count) visible at the source"))
            return (lines, chosen)
        } catch {
            return ([failed("source", error)], [])
        }
    }

    private func checkPostgres(
        _ subject: String, _ options: PostgresOptions, schema: (name: String, migration: SchemaMigration),
        tables: [TableConfiguration]
    ) async -> [CheckLine] {
        do {
            let connection = try await PostgresConnection.connect(options)
            var lines: [CheckLine] = []
            guard let facts = try await connection.query(SQL.serverFacts).first else { return [] }
            lines.append(
                CheckLine(
                    subject: subject, result: .ok,
                    detail: "\(connection.displayName), PostgreSQL \(try facts.string("version"))"))
            if connection.serverVersion < 130_000 {
                lines.append(
                    CheckLine(
                        subject: "\(subject) version", result: .failed, detail: "PostgreSQL 13 or newer is needed",
                        exit: .target))
            }
            lines.append(try connections(subject, facts))
            lines.append(try clock(subject, facts))
            if try facts.string("encoding") != "UTF8" {
                lines.append(
                    CheckLine(
                        subject: "\(subject) encoding", result: .warning,
                        detail: "the database has encoding \(try facts.string("encoding"))",
                        hint: "Text outside of that encoding will be refused; a UTF8 database takes all."))
            }
            let isCurrent = try await schema.migration.isCurrent(on: connection)
            let mayCreate = try facts.bool("may_create")
            lines.append(
                CheckLine(
                    subject: "\(subject) schema", result: isCurrent || mayCreate ? .ok : .failed,
                    detail: isCurrent
                        ? "\(schema.name) is up to date"
                        : mayCreate
                            ? "plan or run creates \(schema.name)"
                            : "\(schema.name) is missing, and this user may not create it",
                    hint: isCurrent || mayCreate ? nil : try createGrant(facts),
                    exit: isCurrent || mayCreate ? .done : .target))
            lines += try await checkPublications(subject, schema.name, tables, on: connection)
            lines += await checkTables(tables, on: connection)
            await connection.close()
            return lines
        } catch {
            return [failed(subject, error)]
        }
    }

    private func createGrant(_ facts: PostgresRow) throws -> String {
        let (database, user) = (try facts.string("database"), try facts.string("username"))
        return "As its owner: GRANT CREATE ON DATABASE \(PostgresIdentifier.quoted(database)) TO "
            + "\(PostgresIdentifier.quoted(user));"
    }

    /// Checks the free connections: a worker needs one per slot and a few more, a coordinator needs two.
    private func connections(_ subject: String, _ facts: PostgresRow) throws -> CheckLine {
        let free = try facts.int("free_connections")
        let needed = configuration.work.threads + 5
        return CheckLine(
            subject: "\(subject) connections", result: free >= needed ? .ok : .warning,
            detail: "\(free) free, a worker of \(configuration.work.threads) slots needs about \(needed)",
            hint: free >= needed ? nil : "Raise max_connections, or use fewer threads or workers.")
    }

    /// Compares the server's clock with this host's.
    ///
    /// Leases use the servers' clocks only, so a wrong clock does no harm except that logs are hard to read.
    private func clock(_ subject: String, _ facts: PostgresRow) throws -> CheckLine {
        var here = timespec()
        clock_gettime(CLOCK_REALTIME, &here)
        let seconds = Int(abs(try facts.double("clock") - Double(here.tv_sec)).rounded())
        let isNear = seconds <= 30
        return CheckLine(
            subject: "\(subject) clock", result: isNear ? .ok : .warning,
            detail: isNear ? "within 30 s of this host's" : "\(seconds) s from this host's",
            hint: isNear ? nil : "Rows are safe; only times in logs and status won't match. Synchronise the clocks.")
    }

    /// Checks whether each target table may be created or loaded; returns a line per problem or warning.
    private func checkTables(_ tables: [TableConfiguration], on target: PostgresConnection) async -> [CheckLine] {
        guard !tables.isEmpty else { return [] }
        var lines: [CheckLine] = []
        var warnings: [CheckLine] = []
        for table in tables {
            do {
                let found = try await TargetInspection(target: target).inspect(table.target, settings: table.settings)
                if !table.settings.mode.ownsAllRows {
                    try await leftovers(.refuse).check(table.target, run: RandomID(), on: target)
                }
                warnings += (found?.warnings ?? []).map { warning in
                    CheckLine(subject: "target tables", result: .warning, detail: warning)
                }
            } catch {
                let line = failed("target tables", error)
                // A schema without privileges gives one line, regardless of the number of its tables.
                if !lines.contains(where: { $0.detail == line.detail }) { lines.append(line) }
            }
        }
        guard lines.isEmpty else { return lines + warnings }
        return warnings + [
            CheckLine(subject: "target tables", result: .ok, detail: "this user may create or load all \(tables.count)")
        ]
    }

    /// Warns of publications that would send this program's tables to subscribers.
    ///
    /// A subscriber stops at the first row of a table that it doesn't have.
    private func checkPublications(
        _ subject: String, _ schema: String, _ tables: [TableConfiguration], on connection: PostgresConnection
    ) async throws -> [CheckLine] {
        var lines: [CheckLine] = []
        for publication in try await connection.query(SQL.publishingAll) {
            lines.append(
                CheckLine(
                    subject: "\(subject) publications", result: .warning,
                    detail: "publication \(try publication.string("name")) is FOR ALL TABLES: it sends the tables of "
                        + "\(schema)\(tables.isEmpty ? "" : ", and load tables,") to subscribers, which stop there",
                    hint: "Publish the tables or schemas that subscribers have"
                        + (subject == "control" ? ", or give control.url another database." : ".")))
        }
        let replaced = Set(tables.filter { $0.settings.mode.isStaged }.compactMap(\.target.schema))
        guard connection.serverVersion >= 150_000, !replaced.isEmpty else { return lines }
        let names = "{" + replaced.sorted().map(PostgresIdentifier.quoted).joined(separator: ",") + "}"
        for publication in try await connection.query(SQL.publishingSchemas, [.text(names)]) {
            lines.append(
                CheckLine(
                    subject: "\(subject) publications", result: .warning,
                    detail: "publication \(try publication.string("name")) is of whole schemas that tables are "
                        + "replaced in: it sends their load tables to subscribers, which stop there",
                    hint: "Publish the tables that subscribers have, or set unlogged: true, which isn't published."))
        }
        return lines
    }

    private func failed(_ subject: String, _ error: any Error) -> CheckLine {
        let failure = Failure(describing: error)
        // The subject already says which system the error is from.
        let message = ["source: ", "target or control database: "].reduce(failure.message) { text, prefix in
            text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        }
        return CheckLine(
            subject: subject, result: .failed, detail: message, hint: failure.hint, exit: failure.status)
    }
}
