import CLibPQ
import Glibc
import Model

// Opening a session, with deadlines that libpq's own blocking call would give, and with SQLSTATEs that it wouldn't.
extension Session {
    /// Connects to the first host that answers and fits.
    static func connect(_ parameters: ConnectionParameters, until deadline: Deadline) throws(PostgresError) -> Session {
        let keywords = parameters.pairs.map { strdup($0.keyword) }
        let values = parameters.pairs.map { strdup($0.value) }
        defer { for copy in keywords + values { free(copy) } }
        let handle = PQconnectStartParams(
            keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
        guard let handle else {
            throw failure("out of memory", .unreachable, operation: "PQconnectStartParams")
        }
        // The only way to an SQLSTATE while connecting is in the text, where this puts it.
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

    /// The process that cancel requests are meant for, as told when the connection began.
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
        // What libpq wants before the first PQconnectPoll.
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
                // Makes libpq go on to the next address, or fail with its own words when this was the last one.
                shutdown(socket, Int32(SHUT_RDWR))
            }
            isStartingTLS = PQstatus(handle) == CONNECTION_SSL_STARTUP
            wanted = PQconnectPoll(handle)
            // Back at the start means that this is another address.
            if PQstatus(handle) == CONNECTION_STARTED { attempt = hostDeadline() }
        }
    }

    private static func silence(of handle: OpaquePointer) -> PostgresError {
        let place = "\(string(PQhost(handle)) ?? ""):\(string(PQport(handle)) ?? "")"
        return failure("the server at \(place) doesn't answer in time", .unreachable, operation: "PQconnectPoll")
    }

    /// Why libpq, or the server, gave up.
    private static func refusal(of handle: OpaquePointer, isStartingTLS: Bool) -> PostgresError {
        let text = string(PQerrorMessage(handle)) ?? ""
        let refusal = ConnectionRefusal(verbose: text)
        let kind: PostgresError.Kind =
            if let state = refusal.sqlState {
                PostgresError.kind(ofState: state)
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
