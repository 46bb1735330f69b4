/// The unit of an Arrow time or timestamp.
package enum ArrowTimeUnit: Sendable {
    case seconds, milliseconds, microseconds, nanoseconds

    package var ticksPerSecond: Int64 {
        switch self {
        case .seconds: 1
        case .milliseconds: 1000
        case .microseconds: 1_000_000
        case .nanoseconds: 1_000_000_000
        }
    }
}
