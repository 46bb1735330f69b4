import Glibc
import Text

/// The time of a log event by this machine's clock, only for readers of logs.
struct Timestamp: Sendable {
    private let text: String
    private let fraction: String

    static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(secondsSince1970: time.tv_sec, nanoseconds: time.tv_nsec)
    }

    init(secondsSince1970 seconds: Int, nanoseconds: Int) {
        var seconds = seconds
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
        let clock = [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
        text =
            date.map { $0.padded(2) }.joined(separator: "-") + "T"
            + clock.map { $0.padded(2) }.joined(separator: ":")
        fraction = (nanoseconds / 1_000_000).padded(3)
    }

    /// UTC, to the second: `2026-11-22T22:42:56Z`.
    var seconds: String { text + "Z" }
    /// UTC, to the millisecond: `2026-11-22T22:42:56.123Z`.
    var milliseconds: String { "\(text).\(fraction)Z" }
}
