import Glibc
import Model
import Planning
import Postgres
import Settings
import Statements
import WorkQueue

/// The checks of the target and the control database.
extension Coordinator {
    func checkPostgres(
        _ subject: String, _ options: PostgresOptions, schema: (name: String, migration: SchemaMigration),
        tables: [TableConfiguration], workers: Int
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
            lines.append(try connections(subject, facts, workers: workers))
            lines.append(try clock(subject, facts))
            if try facts.string("encoding") != "UTF8" {
                lines.append(
                    CheckLine(
                        subject: "\(subject) encoding", result: .warning,
                        detail: "the database has encoding \(try facts.string("encoding"))",
                        hint: "Text outside of that encoding will be refused; a UTF8 database takes all."))
            }
            lines.append(try await checkSchema(subject, schema, facts, on: connection))
            if subject == "target" { lines += await checkSession(on: connection) }
            lines += try await checkPublications(subject, schema.name, tables, on: connection)
            await connection.close()
            return lines
        } catch {
            return [.failed(subject, error)]
        }
    }

    /// Checks whether Snowmelt's own schema is there and usable, or can be set up.
    private func checkSchema(
        _ subject: String, _ schema: (name: String, migration: SchemaMigration), _ facts: PostgresRow,
        on connection: PostgresConnection
    ) async throws -> CheckLine {
        let user = PostgresIdentifier.quoted(try facts.string("username"))
        func line(_ detail: String, grant: String? = nil) -> CheckLine {
            CheckLine(
                subject: "\(subject) schema", result: grant == nil ? .ok : .failed, detail: detail,
                hint: grant.map { "As its owner: \($0)" }, exit: grant == nil ? .done : .target)
        }
        guard let rights = try await connection.query(SQL.schemaPrivileges, [.text(schema.name)]).first else {
            return line("\(schema.name) is unknown")
        }
        guard try rights.bool("present") else {
            if try rights.bool("may_create_schema") { return line("plan or run creates \(schema.name)") }
            return line(
                "\(schema.name) is missing, and this user may not create it",
                grant:
                    "GRANT CREATE ON DATABASE \(PostgresIdentifier.quoted(try facts.string("database"))) TO \(user); "
                    + "or CREATE SCHEMA \(schema.name) AUTHORIZATION \(user);")
        }
        guard try await schema.migration.isCurrent(on: connection) else {
            if try rights.bool("may_create") { return line("plan or run sets up \(schema.name)") }
            return line(
                "\(schema.name) isn't set up for this version, and this user may not create tables in it",
                grant: "ALTER SCHEMA \(schema.name) OWNER TO \(user);")
        }
        let closed = try await connection.query(SQL.unusableTables, [.text(schema.name)]).first
        guard let tables = try closed?.optionalString("tables") else { return line("\(schema.name) is up to date") }
        return line(
            "this user may not read and write \(tables) of \(schema.name)",
            grant: "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \(schema.name) TO \(user);")
    }

    /// Tries each setting of `target.session`.
    private func checkSession(on connection: PostgresConnection) async -> [CheckLine] {
        let session = configuration.target.session
        guard !session.isEmpty else { return [] }
        var refused: [CheckLine] = []
        for (name, value) in session.sorted(by: { $0.key < $1.key }) {
            do {
                try await connection.transaction(settings: [name: value]) { _ in }
            } catch {
                var line = CheckLine.failed("target session", error)
                line.detail = "\(name): \(line.detail)"
                line.hint = line.hint ?? "Correct target.session.\(name), or remove it."
                refused.append(line)
            }
        }
        guard refused.isEmpty else { return refused }
        return [
            CheckLine(subject: "target session", result: .ok, detail: "the server takes all \(session.count) settings")
        ]
    }

    /// Checks the free connections, of the server and by the limits of database and role.
    ///
    /// A worker needs one per slot and a few more, a coordinator needs two. With too few for one slot, nothing is copied.
    private func connections(_ subject: String, _ facts: PostgresRow, workers: Int) throws -> CheckLine {
        let threads = configuration.work.threads
        var (free, limit) = (try facts.int("free_connections"), "Raise max_connections")
        let database = PostgresIdentifier.quoted(try facts.string("database"))
        let role = PostgresIdentifier.quoted(try facts.string("login"))
        if let left = try facts.optionalInt("free_in_database"), left < free {
            (free, limit) = (left, "Raise the database's limit (ALTER DATABASE \(database) CONNECTION LIMIT …)")
        }
        if let left = try facts.optionalInt("free_of_role"), left < free {
            (free, limit) = (left, "Raise the role's limit (ALTER ROLE \(role) CONNECTION LIMIT …)")
        }
        let needed = max(workers, 1) * (threads + 5)
        let isShared = configuration.control.url == configuration.target.url
        let least = isShared ? Self.leastConnections : subject == "target" ? 2 : Self.leastConnections - 2
        // This connection ends before the run begins.
        let result: CheckLine.Result = free >= needed ? .ok : free + 1 >= least ? .warning : .failed
        let who = workers > 1 ? "\(workers) workers" : "a worker"
        return CheckLine(
            subject: "\(subject) connections", result: result,
            detail: result == .failed
                ? "\(free + 1) free, and even one slot needs \(least)"
                : "\(free) free, \(who) of \(threads) slots \(workers > 1 ? "need" : "needs") about \(needed)",
            hint: free >= needed ? nil : "\(limit), or use fewer threads or workers.",
            exit: result == .failed ? .target : .done)
    }

    /// What a run with one slot needs, if the control database is the target database.
    private static let leastConnections = 6

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
}
