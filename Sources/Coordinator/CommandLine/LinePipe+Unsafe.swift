import Glibc
import LogOutput
import Model
import PinnedThread

/// A pipe whose lines are written like this program's own, so that the workers' logs appear above the live display.
struct LinePipe: Sendable {
    /// The end for the writers; if this process dies, they see a closed pipe and continue.
    let input: Int32

    init(to sink: LogSink) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw Failure(
                .internalError, "can't create a pipe for the workers' logs: \(StandardStream.text(of: errno))")
        }
        // Workers get the input only as their stderr.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let output = ends[0]
        input = ends[1]
        do {
            try startThread(named: "worker-logs") { Self.forward(output, to: sink) }
        } catch {
            throw Failure(.internalError, "\(error)", hint: ThreadShortage.advice)
        }
    }

    /// Forwards lines, blocking the thread until all writers have closed the pipe.
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
