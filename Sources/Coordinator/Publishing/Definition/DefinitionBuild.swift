import Events
import Model
import Postgres
import Statements
import WorkQueue

/// Adds the slow parts of the target's definition to a loaded staging table.
///
/// Builds indexes in parallel, then adds their constraints, checks, foreign keys and statistics. Idempotent: adds only
/// the missing parts.
struct DefinitionBuild: PreparationPart {
    let target: QualifiedName
    let staging: QualifiedName
    let table: LedTable
    let connection: PostgresConnection
    /// Opens further connections, to build indexes in parallel; `nil` to build them one after the other.
    let connect: (@Sendable () async throws -> PostgresConnection)?
    let patience: LockPatience
    let record: StepRecord<PublicationStep>
    let events: Events

    /// The number of indexes built at the same time.
    private static let width = 4

    var step: PublicationStep { .index }

    func perform() async throws {
        let gap = try await Self.gap(target: target, staging: staging, on: connection)
        for statement in gap.surplus { try await run(statement) }
        if gap.becomesUnlogged { try await run(alter("SET UNLOGGED", named: "set_unlogged")) }
        try await build(gap.indexes)
        for index in gap.indexConstraints { try await add(index) }
        record.begin(.constrain)
        for constraint in gap.constraints { try await add(constraint, isThere: gap.isAdded(constraint)) }
        for statistics in gap.statistics { try await add(statistics) }
    }

    /// The parts of the target's definition that the staging table lacks now.
    static func gap(
        target: QualifiedName, staging: QualifiedName, on connection: PostgresConnection
    ) async throws -> DefinitionGap {
        try await connection.transaction { connection in
            _ = try connection.query(SQL.readDefinition)
            return try gap(target: target, staging: staging, on: connection)
        }
    }

    static func gap(
        target: QualifiedName, staging: QualifiedName, on connection: isolated PostgresConnection
    ) throws -> DefinitionGap {
        guard let old = try TargetCatalogue.relation(target, on: connection),
            let new = try TargetCatalogue.relation(staging, on: connection)
        else {
            throw Failure(
                .refused, "\(target) was there when the run was planned and no longer exists; its definition is lost",
                hint: "Create it again, then `snowmelt publish RUN`; or cancel the run and start again.")
        }
        let gap = try DefinitionGap(
            target: TableDefinition(of: old, on: connection), staged: TableDefinition(of: new, on: connection),
            staging: staging)
        if gap.haveColumnsChanged {
            throw Failure(
                .refused, "the columns of \(target) were changed after the run was planned",
                hint: "Cancel the run and start again.")
        }
        return gap
    }

    private func build(_ indexes: [TableDefinition.Index]) async throws {
        guard let connect, indexes.count > 1 else {
            for index in indexes { try await create(index, on: connection) }
            return
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            var rest = indexes[...]
            for _ in 0..<min(Self.width, indexes.count) {
                guard let index = rest.popFirst() else { break }
                group.addTask { try await create(index, connecting: connect) }
            }
            while try await group.next() != nil {
                guard let index = rest.popFirst() else { continue }
                group.addTask { try await create(index, connecting: connect) }
            }
        }
    }

    private func create(
        _ index: TableDefinition.Index, connecting connect: @Sendable () async throws -> PostgresConnection
    ) async throws {
        let connection = try await connect()
        try await connection.closing {
            try await withTaskCancellationHandler {
                try await create(index, on: connection)
            } onCancel: {
                connection.cancel()
            }
        }
    }

    private func create(_ index: TableDefinition.Index, on connection: PostgresConnection) async throws {
        let name = PostgresIdentifier.quoted(StagedName.part(staging, like: index.oid))
        // The session of a killed coordinator may still be building the index; its successor waits for that here.
        let statement = Statement(
            name: "create_index",
            text: "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX IF NOT EXISTS \(name) ON \(staging.postgresQuoted)"
                + index.definition)
        try await naming("index \(index.name)") {
            try await run(statement, space: index.tablespace, on: connection)
        }
    }

    private func add(_ index: TableDefinition.Index) async throws {
        guard let constraint = index.constraint else { return }
        let name = PostgresIdentifier.quoted(StagedName.part(staging, like: index.oid))
        let body = constraint.makesIndex ? constraint.head : "\(constraint.head)\(name)\(constraint.tail)"
        try await naming("constraint \(index.name)") {
            try await run(
                alter("ADD CONSTRAINT \(name) \(body)", named: "add_constraint"), space: index.tablespace,
                on: connection)
        }
        if constraint.makesIndex, let options = index.options {
            let index = QualifiedName(schema: staging.schema, name: StagedName.part(staging, like: index.oid))
            try await run(
                Statement(name: "set_index", text: "ALTER INDEX \(index.postgresQuoted) SET (\(options))"))
        }
    }

    /// Adds a constraint; the table that a foreign key refers to is locked only briefly, not while rows are compared.
    private func add(_ constraint: TableDefinition.Constraint, isThere: Bool) async throws {
        let name = PostgresIdentifier.quoted(constraint.name)
        try await naming("constraint \(constraint.name)") {
            if !isThere {
                let unvalidated = constraint.isEnforced ? " NOT VALID" : ""
                let statement = alter(
                    "ADD CONSTRAINT \(name) \(constraint.body(on: staging))\(unvalidated)", named: "add_constraint")
                let request = LockRequest(
                    "adding \(constraint.name) of \(target)", relations: [constraint.referenced].compactMap(\.self),
                    patience: patience, events: events)
                try await request.perform(on: connection) { wait in
                    try await run(statement, wait: wait, on: connection)
                }
            }
            if constraint.isValidated, constraint.isEnforced {
                try await run(alter("VALIDATE CONSTRAINT \(name)", named: "validate_constraint"))
            }
        }
    }

    private func add(_ statistics: TableDefinition.Statistics) async throws {
        let name = QualifiedName(schema: statistics.schema, name: StagedName.part(staging, like: statistics.oid))
        try await run(
            Statement(
                name: "create_statistics",
                text: "CREATE STATISTICS \(name.postgresQuoted)\(statistics.definition) FROM \(staging.postgresQuoted)")
        )
    }

    private func alter(_ action: String, named name: String) -> Statement {
        Statement(name: name, text: "ALTER TABLE \(staging.postgresQuoted) \(action)")
    }

    private func run(_ statement: Statement) async throws {
        try await run(statement, on: connection)
    }

    /// Runs a statement in its own transaction, where the text of a definition means the same as when it was read.
    private func run(
        _ statement: Statement, space: String = "", wait: Duration? = nil, on connection: PostgresConnection
    ) async throws {
        try await table.shared(on: connection) { connection in
            _ = try connection.query(SQL.readDefinition)
            let milliseconds = wait.map { Int($0 / .milliseconds(1)) } ?? 0
            let settings = ["default_tablespace": space, "lock_timeout": "\(milliseconds)ms"]
                .merging(table.pathSetting) { own, _ in own }
            for (name, value) in settings {
                _ = try connection.query(
                    Statement(name: "set", text: "SELECT pg_catalog.set_config($1, $2, true) AS value"),
                    [.text(name), .text(value)])
            }
            try connection.execute(statement, deadline: TablePublisher.longStep)
        }
    }

    /// Runs `body`; if the new rows violate a part of the definition, the error names that part.
    private func naming(_ part: String, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as PostgresError where error.sqlState?.hasPrefix("23") == true {
            let reason =
                switch error.sqlState {
                case "23505": "rows share a key"
                case "23503": "rows refer to rows that aren't there"
                default: "rows violate it"
                }
            throw Failure(
                .target,
                "\(target): the new rows don't meet \(part): \(reason) [\(error.sqlState ?? "")]; the old rows stay",
                hint:
                    "Correct the source, then `snowmelt cancel \(table.term.run)` and `snowmelt run`; or drop \(part) "
                    + "of \(target), then `snowmelt run`.")
        }
    }
}
