import CLibPQ
import Glibc
import Model

// Opens sessions with deadlines per host, like libpq's blocking call, and with SQLSTATEs, which that call doesn't
// provide.
extension Session {
    /// Connects to the first host that answers and is suitable.
    static func connect(_ parameters: ConnectionParameters, until deadline: Deadline) throws(PostgresError) -> Session {
        let keywords = parameters.pairs.map { strdup($0.keyword) }
        let values = parameters.pairs.map { strdup($0.value) }
        defer { for copy in keywords + values { free(copy) } }
        let handle = PQconnectStartParams(
            keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
        guard let handle else {
            throw failure("out of memory", .unreachable, operation: "PQconnectStartParams")
        }
        // While connecting, the SQLSTATE is only available in the message, and only at this verbosity.
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        let notices = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        notices.initialize(to: 0)
        PQsetNoticeReceiver(
            handle, { counter, _ in counter?.assumingMemoryBound(to: Int.self).pointee += 1 }, notices)
        do throws(PostgresError) {
            try shakeHands(handle, hostTimeout: parameters.hostTimeout, until: deadline)
        } catch {
            PQfinish(handle)
            notices.deallocate()
            throw error
        }
        PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
        return Session(taking: handle, notices: notices)
    }

    var serverVersion: Int { Int(PQserverVersion(handle)) }

    /// The process id announced at connection time, to which cancel requests are sent.
    var announcedPID: Int32 { PQbackendPID(handle) }

    var displayName: String {
        let host = string(PQhost(handle)) ?? ""
        let port = string(PQport(handle)) ?? ""
        return "\(host):\(port)/\(string(PQdb(handle)) ?? "") as \(string(PQuser(handle)) ?? "")"
    }

    private static func shakeHands(_ handle: OpaquePointer, hostTimeout: Duration?, until deadline: Deadline)
        throws(PostgresError)
    {
        func hostDeadline() -> Deadline { min(deadline, hostTimeout.map { .now + $0 } ?? deadline) }
        var attempt = hostDeadline()
        // libpq's documented initial state before the first PQconnectPoll.
        var wanted = PGRES_POLLING_WRITING
        var isStartingTLS = false
        while wanted != PGRES_POLLING_OK {
            guard wanted != PGRES_POLLING_FAILED, PQstatus(handle) != CONNECTION_BAD else {
                throw refusal(of: handle, isStartingTLS: isStartingTLS)
            }
            let isReading = wanted == PGRES_POLLING_READING
            let socket = PQsocket(handle)
            if waitForSocket(socket, reading: isReading, writing: !isReading, until: attempt) == .expired {
                guard PQstatus(handle) == CONNECTION_STARTED, attempt < deadline else { throw silence(of: handle) }
                // Makes libpq try the next address, or fail with its own message if this was the last.
                shutdown(socket, Int32(SHUT_RDWR))
            }
            isStartingTLS = PQstatus(handle) == CONNECTION_SSL_STARTUP
            wanted = PQconnectPoll(handle)
            // Being back at the start means that libpq is trying another address.
            if PQstatus(handle) == CONNECTION_STARTED { attempt = hostDeadline() }
        }
    }

    private static func silence(of handle: OpaquePointer) -> PostgresError {
        let place = "\(string(PQhost(handle)) ?? ""):\(string(PQport(handle)) ?? "")"
        return failure("the server at \(place) didn't answer in time", .unreachable, operation: "PQconnectPoll")
    }

    /// The reason why libpq or the server gave up.
    private static func refusal(of handle: OpaquePointer, isStartingTLS: Bool) -> PostgresError {
        let text = string(PQerrorMessage(handle)) ?? ""
        let refusal = ConnectionRefusal(verbose: text)
        let kind: PostgresError.Kind =
            if let state = refusal.sqlState {
                PostgresError.kind(ofState: state)
            } else if refusal.isAboutParameters {
                .options
            } else if refusal.isAboutStandby {
                .standby
            } else if isStartingTLS && refusal.isAboutTrust {
                .untrusted
            } else {
                PQconnectionNeedsPassword(handle) == 1 ? .authentication : .unreachable
            }
        return PostgresError(
            kind, sqlState: refusal.sqlState, message: refusal.message, hint: refusal.hint, statement: "connect",
            operation: "PQconnectPoll")
    }

    private static func failure(_ message: String, _ kind: PostgresError.Kind, operation: String) -> PostgresError {
        PostgresError(kind, message: message, statement: "connect", operation: operation)
    }
}
