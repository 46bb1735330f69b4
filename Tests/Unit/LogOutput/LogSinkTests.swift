import Foundation  // Thread, which has a configurable stack size
import LogOutput
import Synchronization
import Testing

@Suite("The destination of log lines")
struct LogSinkTests {
    private final class Counted: Sendable {
        let lines = Mutex(0)
        /// The writing thread's processor time for the first and the last 20,000 lines, in nanoseconds.
        let first = Mutex(0)
        let last = Mutex(0)
    }

    private static var threadTime: Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    @Test("200,000 lines on a small stack: the last lines cost no more than the first")
    func manyLines() async {
        let counted = Counted()
        let sink = LogSink { _ in counted.lines.withLock { $0 += 1 } }
        await withCheckedContinuation { continuation in
            let thread = Thread {
                for part in 0..<10 {
                    let start = Self.threadTime
                    for _ in 0..<20_000 { sink.line("chunk copied") }
                    let time = Self.threadTime - start
                    if part == 0 { counted.first.withLock { $0 = time } }
                    if part == 9 { counted.last.withLock { $0 = time } }
                }
                continuation.resume()
            }
            thread.stackSize = 256 << 10
            thread.start()
        }
        #expect(counted.lines.withLock { $0 } == 200_000)
        let (first, last) = (counted.first.withLock { $0 }, counted.last.withLock { $0 })
        #expect(last < 5 * max(first, 1_000_000), "\(first) ns at first, \(last) ns at last")
    }

    @Test("a redirection receives the lines until it is removed")
    func redirection() {
        let lines = Mutex<[String]>([])
        let sink = LogSink { line in lines.withLock { $0.append("first \(line)") } }
        sink.line("a")
        sink.redirect { line in lines.withLock { $0.append("second \(line)") } }
        sink.line("b")
        sink.redirect(to: nil)
        sink.line("c")
        #expect(lines.withLock { $0 } == ["first a", "second b", "first c"])
    }
}
