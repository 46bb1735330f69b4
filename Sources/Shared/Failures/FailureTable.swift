package import Model
package import Postgres
package import RowSource

// The table of failures. Every kind of failure has its row here and nowhere else: whether it is retried, whether the
// attempt counts, what a worker does, the exit code, and what the operator does. All other code asks this table.
// `make docs` writes it to `docs/troubleshooting.md`.
//
// Each layer determines the kind of its own errors: the sources' error types from drivers' messages, `PostgresError`
// from those of libpq.

/// Failures of the source.
extension SourceError.Kind {
    package var rule: FailureRule {
        switch self {
        case .driverMissing:
            FailureRule(
                "The driver can't be loaded or isn't registered.", .permanent, .counted, worker: .ends, exit: .source,
                .note("Install the driver, or correct its name or path; the error's hint names the setting."))
        case .authentication:
            FailureRule(
                "The source refuses the login, or a token has expired or was revoked.", .permanent,
                .freeWhileSourceIsDown, worker: .ends, exit: .source, .hint("Check user and password in {setting}."))
        case .connection:
            FailureRule(
                "The source can't be reached, or the connection broke.", .transient, .freeWhileSourceIsDown,
                exit: .source,
                .hint("Check host and port, or the file, in {setting}, and that the source is up."))
        case .notFound:
            FailureRule(
                "A table or column doesn't exist, or isn't visible to this user.", .permanent, .counted, exit: .source,
                .hint("`snowmelt discover` lists the tables and columns that this user can see."))
        case .changed:
            FailureRule(
                "A column doesn't have the type any more that it had when the run was planned.", .permanent, .counted,
                exit: .source,
                .note(
                    "`snowmelt cancel RUN`, then `snowmelt run`; or undo the change, `snowmelt requeue RUN --failed` and "
                        + "`snowmelt run`."))
        case .statement:
            FailureRule(
                "The statement is wrong or not allowed.", .permanent, .counted, exit: .source,
                .note("Correct the query, `where` or `expr` in the message, or grant the privilege that it names."))
        case .value:
            FailureRule(
                "A value can't be read exactly.", .permanent, .counted, exit: .source,
                .note("Convert the column in a `query` or an `expr`, or choose another `type` for it."))
        case .cancelled:
            FailureRule(
                "The statement was cancelled, by this program or at the source.", .transient, .counted,
                exit: .source, .note("Nothing, unless somebody repeatedly ends the statements at the source."))
        case .timeLimit:
            FailureRule(
                "The source ended the statement at its time limit. A chunk is split once if possible; otherwise it fails "
                    + "at the second time.", .transient, .counted, exit: .source,
                .hint(
                    "Raise the time limit of this user at the source, such as statement_timeout or max_statement_time, or "
                        + "plan with a smaller chunk_rows."))
        case .outgrown:
            FailureRule(
                "A text or blob is longer than the buffers. The reader enlarged them, and reads the chunk again.",
                .transient, .counted, exit: .source, .note("Nothing."))
        case .refused:
            FailureRule(
                "The operation is possible, but would do harm.", .permanent, .counted, exit: .refused,
                .note("Follow the message, which names a safe alternative."))
        case .noThread:
            FailureRule(
                "This process gets no more threads, or no memory for their stacks.", .fatal, .counted, worker: .ends,
                exit: .internalError, .note("Lower `threads`, or raise the process's limits, as the hint says."))
        case .other:
            FailureRule(
                "The driver's message doesn't tell the cause.", .transient, .counted, exit: .source,
                .note("See the driver's message."))
        }
    }
}

/// Failures of the target and the control database.
extension PostgresError.Kind {
    package var rule: FailureRule {
        switch self {
        case .options:
            FailureRule(
                "The URL or a parameter of the connection is invalid.", .fatal, .counted, worker: .ends,
                exit: .target,
                .hint("Correct {setting}: a libpq URL, postgresql://user@host:port/database?parameter=value."))
        case .unreachable:
            FailureRule(
                "The host is unknown, or the server isn't listening or doesn't answer.", .transient, .counted,
                exit: .target, .hint("Check host and port in {setting}, and that the server is up."))
        case .standby:
            FailureRule(
                "The server is a standby, which accepts no writes.", .transient, .counted, exit: .target,
                .hint("Name the primary in {setting}, or all servers: postgresql://user@db1,db2/database."))
        case .untrusted:
            FailureRule(
                "TLS isn't possible as the URL requires it: the certificate isn't trusted or belongs to another host, "
                    + "a file is missing, or the server has no TLS.", .permanent, .counted, exit: .target,
                .hint("Check sslmode, sslrootcert and the host name in {setting}, and the server's certificate."))
        case .authentication:
            FailureRule(
                "The server refuses the login.", .permanent, .counted, worker: .ends, exit: .target,
                .hint("Check user and password in {setting}."))
        case .connectionLost:
            FailureRule(
                "The connection broke, or was already closed.", .transient, .counted, exit: .target, .note("Nothing."))
        case .deadline:
            FailureRule(
                "The statement took longer than its deadline and was cancelled.", .transient, .counted, exit: .target,
                .note("If it happens again, look for locks and for load on the server."))
        case .cancelled:
            FailureRule(
                "Somebody cancelled the statement.", .transient, .counted, exit: .target, .note("Nothing."))
        case .limited:
            FailureRule(
                "A time limit among the server's settings ended the statement or its transaction.", .permanent,
                .counted, exit: .target,
                .hint(
                    "Raise or remove `statement_timeout` and `transaction_timeout` in `target.session` (0 is no limit), "
                        + "then `snowmelt run`: limits of a role, a database or a server aren't in effect."),
                chunkAdvice: "raise or remove `statement_timeout` and `transaction_timeout` in `target.session` (0 is "
                    + "no limit), then `snowmelt requeue RUN --failed` and `snowmelt run`")
        case .server:
            FailureRule(
                "The server refuses the statement, with an SQLSTATE that isn't listed below.", .permanent, .counted,
                exit: .target, .note("See the server's message."))
        case .value:
            FailureRule(
                "A column doesn't have the expected form: the stored plan comes from another version.", .permanent,
                .counted, worker: .ends, exit: .target, .note("Use the same version of both programs for a run."))
        case .misuse:
            FailureRule(
                "A bug in this program: calls in an invalid order.", .fatal, .counted, exit: .target,
                .note("Report it."))
        case .noThread:
            FailureRule(
                "This process gets no more threads, or no memory for their stacks.", .fatal, .counted, worker: .ends,
                exit: .internalError, .note("Lower `threads`, or raise the process's limits, as the hint says."))
        }
    }
}

/// Refusals of a PostgreSQL server, by SQLSTATE or, for a whole class of them, by its first two characters.
package enum ServerRefusal {
    package static let rules: [(state: String, rule: FailureRule)] = [
        ("08", passing("The connection failed.")),
        (
            "23502",
            lasting(
                "A row has no value for a column of the target that may not be NULL.",
                .note("Correct the row at the source, or exclude it by `where`."),
                inChunk: "correct the row at the source, then `snowmelt requeue RUN --failed` and `snowmelt run`; or "
                    + "exclude it by `where`, `snowmelt cancel RUN` and `snowmelt run`")
        ),
        (
            "23505",
            lasting(
                "The target has a row with this key.", .note("Remove it, or use mode `replace`."),
                inChunk: "the target has a row with this key already; remove it or use mode replace")
        ),
        ("25006", passing("The server is read-only: a standby not promoted yet, or a demoted primary.")),
        ("25P03", passing("The transaction was idle for too long, because the source stalled.")),
        ("3D000", lasting("The database doesn't exist.", .hint("Check the database in {setting}, or create it."))),
        ("40001", passing("The transaction couldn't be serialised.")),
        ("40P01", passing("The server detected a deadlock.")),
        (
            "42501",
            lasting(
                "A privilege is missing.", worker: .ends, .hint("Grant the user the privilege that the message names."),
                inChunk: "grant the privilege to the target's user, then `snowmelt requeue RUN --failed`")
        ),
        (
            "42P01",
            lasting(
                "The target table doesn't exist any more.", .note("`snowmelt cancel RUN`, then run again."),
                inChunk: "the target table doesn't exist any more; `snowmelt cancel RUN`, then run again")
        ),
        ("53", passing("The server is out of memory, connections or other resources.")),
        (
            "53100",
            passing(
                "The disk is full.", .hint("Free disk space on the server, then run again."),
                inChunk: "free disk space on the target, then `snowmelt requeue RUN --failed` and `snowmelt run`")
        ),
        (
            "53400",
            lasting(
                "The statement exceeds a limit of the server's settings, such as `temp_file_limit`.",
                .hint(
                    "Let a superuser raise the limit that the message names, such as `ALTER ROLE … SET temp_file_limit "
                        + "= …`, then `snowmelt run`."),
                inChunk: "let a superuser raise the limit that the message names, such as `ALTER ROLE … SET "
                    + "temp_file_limit = …`, then `snowmelt requeue RUN --failed` and `snowmelt run`")
        ),
        ("55P03", passing("A lock wasn't available in time.")),
        ("57014", passing("Somebody cancelled the statement.")),
        ("57P01", passing("The server is shutting down, or an administrator ended the session.")),
        ("57P02", passing("Another server process crashed.")),
        ("57P03", passing("The server is starting up.")),
        ("57P05", passing("The session was idle for too long.")),
    ]

    /// The rule for a name that wasn't found (42P01, 42704, 42883) within a function of the target.
    package static let nameInFunction = lasting(
        "A function that the table uses, such as a trigger function, contains a name without its schema.",
        .note("`ALTER FUNCTION … SET search_path = …`, or `target.session: {search_path: …}`, then requeue."),
        inChunk: "a function that the table uses, such as a trigger function, contains a name without its schema: give "
            + "it a search path (ALTER FUNCTION … SET search_path = …) or set target.session: {search_path: …}, then "
            + "`snowmelt requeue RUN --failed`")

    /// The rule for an SQLSTATE, otherwise for its class.
    package static func rule(_ state: String) -> FailureRule? {
        byState[state] ?? byState[String(state.prefix(2))]
    }

    private static let byState = Dictionary(uniqueKeysWithValues: rules.map { ($0.state, $0.rule) })

    private static func passing(
        _ meaning: String, _ wayOut: FailureRule.WayOut = .note("Nothing."), inChunk advice: String? = nil
    ) -> FailureRule {
        FailureRule(meaning, .transient, .counted, exit: .target, wayOut, chunkAdvice: advice)
    }

    private static func lasting(
        _ meaning: String, worker: FailureRule.WorkerCourse = .goesOn, _ wayOut: FailureRule.WayOut,
        inChunk advice: String? = nil
    ) -> FailureRule {
        FailureRule(meaning, .permanent, .counted, worker: worker, exit: .target, wayOut, chunkAdvice: advice)
    }
}

/// Failures of a chunk's attempt that neither the source nor the target reports.
package enum ChunkFailure: String, CaseIterable, Sendable, Hashable {
    case unfit
    case rowsDiffer
    case outgrown
    case stalled
    case fenced
    case split
    case leaseLost
    case runEnded
    case deadline
    case workerStops

    package var rule: FailureRule {
        switch self {
        case .unfit:
            FailureRule(
                "A value doesn't fit its target column.", .permanent, .counted, exit: .chunksFailed,
                .note("Convert the value at the source, or choose another type for the column; see the message."))
        case .rowsDiffer:
            FailureRule(
                "The row counts differ: rows are missing or surplus.", .transient, .counted,
                exit: .chunksFailed, .note("Requeue; if it happens again, choose smaller chunks or another driver."))
        case .outgrown:
            FailureRule(
                "A text or blob kept outgrowing the buffers.", .permanent, .counted, exit: .chunksFailed,
                .note("The driver reports wrong lengths; use another version of it."))
        case .stalled:
            FailureRule(
                "No row moved for `stall_timeout_seconds`.", .transient, .counted, exit: .chunksFailed,
                .note("Find out what blocks the source or the target; raise the limit if the first row takes long."))
        case .fenced:
            FailureRule(
                "The target table belongs to another run, or to a later plan of this run.", .fenced, .counted,
                exit: .chunksFailed, .note("Nothing; the owner copies the table."))
        case .split:
            FailureRule(
                "The chunk was split, and its halves replace it.", .fenced, .free, exit: nil, .note("Nothing."))
        case .leaseLost:
            FailureRule(
                "The worker's lease expired, and others may be copying the chunk.", .fenced, .free, exit: .target,
                .note("Start a new worker; nothing is lost."))
        case .runEnded:
            FailureRule("The run was cancelled or is done.", .fenced, .free, exit: nil, .note("Nothing."))
        case .deadline:
            FailureRule(
                "The worker's deadline is near.", .transient, .free, exit: nil,
                .note("If the chunk's error says that it can't be split: a longer deadline or a smaller `chunk_rows`."))
        case .workerStops:
            FailureRule(
                "The worker is stopping, and the chunk didn't finish within the grace period.", .transient, .free,
                exit: nil, .note("Nothing."))
        }
    }
}

/// Failures with a message of this program, such as a refusal; only the exit code distinguishes them.
package enum ProgramFailure: String, CaseIterable, Sendable, Hashable {
    case usage
    case source
    case target
    case chunksFailed
    case verificationDiffers
    case refused
    case interrupted
    case internalError = "internal"

    /// The failure that ends a program with this status.
    package init(_ status: ExitStatus) {
        self = Self.allCases.first { $0.rule.exit == status } ?? .internalError
    }

    package var rule: FailureRule {
        switch self {
        case .usage:
            own("The command line or the config is wrong.", exit: .usage, "Correct what the message names.")
        case .source:
            own("The source returned something unusable.", exit: .source, "See the message and its hint.")
        case .target:
            own("The target or the control database can't be used.", exit: .target, "See the message and its hint.")
        case .chunksFailed:
            own(
                "The run ended, and some chunks failed.", exit: .chunksFailed,
                "`snowmelt chunks RUN --state failed` tells why; then `snowmelt requeue RUN --failed`, `snowmelt run`."
            )
        case .verificationDiffers:
            own("Source and target differ.", exit: .verificationDiffers, "See [above](#verification-differs).")
        case .refused:
            own("The operation is possible, but might lose rows.", exit: .refused, "See [above](#refused-for-safety).")
        case .interrupted:
            own("A signal ended the program.", exit: .interrupted, "`snowmelt run` resumes the run.")
        case .internalError:
            own(
                "A bug in this program, or a fault of the machine it runs on.", exit: .internalError,
                "See the message; report it if the machine isn't the cause.")
        }
    }

    private func own(_ meaning: String, exit: ExitStatus, _ note: String) -> FailureRule {
        FailureRule(meaning, .fatal, .notInChunk, worker: .ends, exit: exit, .note(note))
    }
}
