import Glibc
import LogOutput
import Model
import PinnedThread

/// A pipe whose lines go where our own go: what local workers log appears above the live display, not through it.
struct LinePipe: Sendable {
    /// For the writers; they see a closed pipe when this process dies, and live on.
    let input: Int32

    init(to sink: LogSink) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw Failure(.internalError, "no pipe for the workers' logs: \(StandardStream.text(of: errno))")
        }
        // The workers get the input as their stderr and nothing else of it.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let output = ends[0]
        input = ends[1]
        do {
            try startThread(named: "worker-logs") { Self.forward(output, to: sink) }
        } catch {
            throw Failure(.internalError, "\(error)", hint: ThreadShortage.advice)
        }
    }

    /// Blocks its thread until all writers are gone.
    private static func forward(_ output: Int32, to sink: LogSink) {
        var rest: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(output, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest += buffer[..<count]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                sink.line(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }
        close(output)
    }
}
