import Model
package import Postgres
package import RowSource

// The table of failures. Every kind of failure has its row here, and only here: whether it is tried again, whether the
// attempt at a chunk counts, what a worker does, the exit code, and what the operator does. All else asks it.
// `make docs` writes it into `docs/troubleshooting.md`.
//
// Which kind an error is of, its layer knows: the sources' error classes read what drivers say, `PostgresError` what
// libpq says.

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
                "The source refuses the login.", .permanent, .freeWhileSourceIsDown, worker: .endsAtFirstContact,
                exit: .source, .hint("Check user and password in {setting}."))
        case .connection:
            FailureRule(
                "The source can't be reached, or the connection broke.", .transient, .freeWhileSourceIsDown,
                exit: .source,
                .hint("Check host and port, or the file, in {setting}, and that the source is up."))
        case .notFound:
            FailureRule(
                "A table or column isn't there, or isn't visible to this user.", .permanent, .counted, exit: .source,
                .hint("`snowmelt discover` lists what the source has and this user may see."))
        case .statement:
            FailureRule(
                "The statement is wrong or not allowed.", .permanent, .counted, exit: .source,
                .note("Correct the query, `where` or `expr` that the message speaks of, or grant what it names."))
        case .value:
            FailureRule(
                "A value can't be read exactly.", .permanent, .counted, exit: .source,
                .note("Convert the column in a `query` or an `expr`, or give it another `type`."))
        case .cancelled:
            FailureRule(
                "The statement was interrupted, by this program or at the source.", .transient, .counted,
                exit: .source, .note("Nothing, unless somebody keeps ending the statements at the source."))
        case .outgrown:
            FailureRule(
                "A text or blob is longer than the buffers. The reader has grown them, and reads the chunk once more.",
                .transient, .counted, exit: .source, .note("Nothing."))
        case .refused:
            FailureRule(
                "It could be done, and would do harm.", .permanent, .counted, exit: .refused,
                .note("The message says what would be safe."))
        case .noThread:
            FailureRule(
                "This process gets no more threads, or no memory for their stacks.", .fatal, .counted, worker: .ends,
                exit: .internalError, .note("Lower `threads`, or raise the process's limits, as the hint says."))
        case .other:
            FailureRule(
                "The driver's words tell no more.", .transient, .counted, exit: .source,
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
                "The URL or a parameter of the connection makes no sense.", .fatal, .counted, worker: .ends,
                exit: .target, .hint("target.url is a libpq URL: postgresql://user@host:port/database."))
        case .unreachable:
            FailureRule(
                "No such host, nobody listens, no answer, or no server there that takes writes.", .transient,
                .counted, exit: .target,
                .hint("Check host and port in {setting}, and that the server is up."))
        case .untrusted:
            FailureRule(
                "No TLS as the URL asks for it: a certificate that isn't trusted or is another host's, a file that is "
                    + "missing, a server without TLS.", .permanent, .counted, exit: .target,
                .hint("Check sslmode, sslrootcert and the host's name in {setting}, and the server's certificate."))
        case .authentication:
            FailureRule(
                "The server refuses the login.", .permanent, .counted, worker: .ends, exit: .target,
                .hint("Check user and password in {setting}."))
        case .connectionLost:
            FailureRule(
                "The connection broke, or was closed before.", .transient, .counted, exit: .target, .note("Nothing."))
        case .deadline:
            FailureRule(
                "The statement took longer than its deadline and was cancelled.", .transient, .counted, exit: .target,
                .note("Look for locks and for load on the server if it comes again."))
        case .cancelled:
            FailureRule(
                "Somebody cancelled the statement.", .transient, .counted, exit: .target, .note("Nothing."))
        case .server:
            FailureRule(
                "The server refuses the statement, with an SQLSTATE that isn't listed below.", .permanent, .counted,
                exit: .target, .note("See the server's message."))
        case .value:
            FailureRule(
                "A column isn't what this program takes it for: the stored plan is of another version.", .permanent,
                .counted, worker: .ends, exit: .target, .note("Use one version of the programs for a run."))
        case .misuse:
            FailureRule(
                "A mistake of this program: calls in an order that makes no sense.", .fatal, .counted, exit: .target,
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
            "23505",
            lasting(
                "The target has a row with this key.", .note("Remove it, or use mode `replace`."),
                inChunk: "the target has a row with this key already; remove it or use mode replace")
        ),
        ("25006", passing("The server takes no writes: a standby not yet promoted, or a primary just demoted.")),
        ("25P03", passing("Idle in a transaction for too long: the source stalled.")),
        ("3D000", lasting("There is no such database.", .hint("Check the database in {setting}, or create it."))),
        ("40001", passing("The transaction couldn't be serialised.")),
        ("40P01", passing("A deadlock.")),
        (
            "42501",
            lasting(
                "A privilege is missing.", .hint("Grant the user what the message names."),
                inChunk: "grant the privilege to the target's user, then `snowmelt requeue RUN --failed`")
        ),
        (
            "42P01",
            lasting(
                "The target table is gone.", .note("`snowmelt cancel RUN`, and run again."),
                inChunk: "the target table is gone; `snowmelt cancel RUN` and run again")
        ),
        ("53", passing("The server has no memory, connections or other resources left.")),
        (
            "53100",
            passing(
                "The disk is full.", .hint("Free disk space on the server, then run again."),
                inChunk: "free disk space on the target, then `snowmelt requeue RUN --failed` and `snowmelt run`")
        ),
        ("55P03", passing("A lock didn't come in time.")),
        ("57014", passing("Somebody cancelled the statement.")),
        ("57P01", passing("The server shuts down, or an administrator ended the session.")),
        ("57P02", passing("Another process of the server crashed.")),
        ("57P03", passing("The server starts up.")),
        ("57P05", passing("Idle for too long.")),
    ]

    /// A name that isn't found (42P01, 42704, 42883), in a function of the target.
    package static let nameInFunction = lasting(
        "A function of the table, such as a trigger's, names something without its schema.",
        .note("`ALTER FUNCTION … SET search_path = …`, or `target.session: {search_path: …}`, then requeue."),
        inChunk: "a function of the table, such as a trigger's, names something without its schema: give it a path "
            + "(ALTER FUNCTION … SET search_path = …) or set target.session: {search_path: …}, then "
            + "`snowmelt requeue RUN --failed`")

    /// The row of an SQLSTATE, or of its class.
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
        _ meaning: String, _ wayOut: FailureRule.WayOut, inChunk advice: String? = nil
    ) -> FailureRule {
        FailureRule(meaning, .permanent, .counted, exit: .target, wayOut, chunkAdvice: advice)
    }
}

/// Ends of an attempt at a chunk that neither source nor target speaks of.
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
                .note("As the message says: convert it at the source, or choose another type for the column."))
        case .rowsDiffer:
            FailureRule(
                "The counts along the way differ: rows are missing or too many.", .transient, .counted,
                exit: .chunksFailed, .note("Requeue; if it comes again, choose smaller chunks or another driver."))
        case .outgrown:
            FailureRule(
                "A text or blob kept outgrowing the buffers.", .permanent, .counted, exit: .chunksFailed,
                .note("The driver reports wrong lengths: use another version of it."))
        case .stalled:
            FailureRule(
                "No row moved for `stall_timeout_seconds`.", .transient, .counted, exit: .chunksFailed,
                .note("Look for what holds source or target up; raise the limit if the first row takes long."))
        case .fenced:
            FailureRule(
                "The target table belongs to another run, or to a later plan of this one.", .fenced, .counted,
                exit: .chunksFailed, .note("Nothing: the owner's chunks are copied."))
        case .split:
            FailureRule(
                "The chunk was split, and its halves take its place.", .fenced, .free, exit: nil, .note("Nothing."))
        case .leaseLost:
            FailureRule(
                "The worker's lease ran out, and others may be at work on the chunk.", .fenced, .free, exit: .target,
                .note("Start a new worker; nothing is lost."))
        case .runEnded:
            FailureRule("The run was cancelled or is done.", .fenced, .free, exit: nil, .note("Nothing."))
        case .deadline:
            FailureRule(
                "The worker's deadline is near.", .transient, .free, exit: nil,
                .note("A longer deadline or a smaller `chunk_rows`, if the chunk's error says that it can't be split."))
        case .workerStops:
            FailureRule(
                "The worker stops, and the chunk didn't end within the grace period.", .transient, .free, exit: nil,
                .note("Nothing."))
        }
    }
}

/// Failures that this program words itself, such as a refusal: the exit code is all that tells them apart.
package enum ProgramFailure: String, CaseIterable, Sendable, Hashable {
    case usage
    case source
    case target
    case chunksFailed
    case verificationDiffers
    case refused
    case interrupted
    case internalError

    package var rule: FailureRule {
        switch self {
        case .usage:
            own("The command line or the config is wrong.", exit: .usage, "Correct what the message names.")
        case .source:
            own("The source gives something that can't be used.", exit: .source, "See the message and its hint.")
        case .target:
            own("Target or control database can't be used.", exit: .target, "See the message and its hint.")
        case .chunksFailed:
            own(
                "The run is over, some chunks failed.", exit: .chunksFailed,
                "`snowmelt chunks RUN --state failed` says why; then `snowmelt requeue RUN --failed` and `snowmelt run`."
            )
        case .verificationDiffers:
            own("Source and target differ.", exit: .verificationDiffers, "See [above](#verification-differs).")
        case .refused:
            own("It could be done, and rows might be lost.", exit: .refused, "See [above](#refused-for-safety).")
        case .interrupted:
            own("A signal ended the program.", exit: .interrupted, "`snowmelt run` goes on.")
        case .internalError:
            own(
                "A mistake of this program, or of the machine that it runs on.", exit: .internalError,
                "See the message; report what isn't the machine's.")
        }
    }

    private func own(_ meaning: String, exit: ExitStatus, _ note: String) -> FailureRule {
        FailureRule(meaning, .fatal, .notInChunk, worker: .ends, exit: exit, .note(note))
    }
}
