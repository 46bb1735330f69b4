package import Model
import Postgres
import RowSource
import Settings
import Statements
import WorkQueue

/// One line of `check`.
package struct CheckLine: Sendable {
    package enum Result: String, Sendable {
        case ok, warning, failed
    }

    package var subject: String
    package var result: Result
    package var detail: String
    package var hint: String?
    /// How the program exits because of this line; `done` unless it failed.
    package var exit = ExitStatus.done
}

extension Coordinator {
    /// Tries everything that a run needs and changes nothing.
    package func check() async -> [CheckLine] {
        var lines = [CheckLine(subject: "config", result: .ok, detail: configuration.file)]
        lines += await checkSource()
        lines += await checkPostgres("target", targetOptions, schema: .target, isTarget: true)
        lines += await checkPostgres("control", controlOptions, schema: .control, isTarget: false)
        return lines
    }

    private func checkSource() async -> [CheckLine] {
        do {
            let connection = try await source.connect()
            var lines = [CheckLine(subject: "source", result: .ok, detail: connection.serverDescription)]
            let available = try await connection.tables(matching: "*")
            let chosen = try configuration.tables(matching: available)
            await connection.close()
            lines.append(
                CheckLine(
                    subject: "tables", result: .ok,
                    detail: "\(chosen.count) to move, \(available.count) visible at the source"))
            return lines
        } catch {
            return [failed("source", error)]
        }
    }

    private func checkPostgres(
        _ subject: String, _ options: PostgresOptions, schema: SchemaMigration, isTarget: Bool
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
            if try facts.string("encoding") != "UTF8" {
                lines.append(
                    CheckLine(
                        subject: "\(subject) encoding", result: .warning,
                        detail: "the database has encoding \(try facts.string("encoding"))",
                        hint: "Text outside of that encoding will be refused; a UTF8 database takes all."))
            }
            let isCurrent = try await schema.isCurrent(on: connection)
            let mayCreate = try facts.bool("may_create")
            lines.append(
                CheckLine(
                    subject: "\(subject) schema", result: isCurrent || mayCreate ? .ok : .failed,
                    detail: isCurrent
                        ? "up to date" : mayCreate ? "will be created by plan or run" : "missing, and can't be created",
                    hint: isCurrent || mayCreate
                        ? nil : "GRANT CREATE ON DATABASE … to this user, or let its owner run `snowmelt plan` once.",
                    exit: isCurrent || mayCreate ? .done : .target))
            await connection.close()
            return lines
        } catch {
            return [failed(subject, error)]
        }
    }

    /// A worker needs a connection per slot and a few beside.
    private func connections(_ subject: String, _ facts: PostgresRow) throws -> CheckLine {
        let free = try facts.int("free_connections")
        let needed = configuration.threads + 4
        return CheckLine(
            subject: "\(subject) connections", result: free >= needed ? .ok : .warning,
            detail: "\(free) free, a worker of \(configuration.threads) slots needs about \(needed)",
            hint: free >= needed ? nil : "Raise max_connections, or use fewer threads or workers.")
    }

    private func failed(_ subject: String, _ error: any Error) -> CheckLine {
        let failure = Failure(error)
        return CheckLine(
            subject: subject, result: .failed, detail: failure.message, hint: failure.hint, exit: failure.status)
    }
}
