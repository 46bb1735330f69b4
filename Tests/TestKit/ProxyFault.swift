/// What a `FaultProxy` does to a connection.
package enum ProxyFault: Sendable, Hashable {
    package enum Direction: Sendable, Hashable {
        case toServer, toClient
    }

    package enum Ending: Sendable, Hashable {
        /// Both sides get a RST: "connection reset by peer".
        case reset
        /// Both sides get a FIN: end of data.
        case finish
    }

    /// Once so many bytes have gone through in one direction since the connection began, it ends.
    case cut(after: Int, Direction, by: Ending = .reset)
    /// What comes from either side is taken in and goes nowhere; no side learns that the other closed. A connection
    /// that was silent once stays so.
    case silence
    /// Each piece arrives later by `time`, more or less up to `jitter`, in order.
    case delay(Duration, jitter: Duration = .zero)
    /// A COMMIT reaches the server, the server answers, the answer is dropped and the connection ends.
    case loseCommitReply(by: Ending = .reset)
    /// The same with a statement in whose text these words are.
    case loseReply(to: String, by: Ending = .reset)
}

/// Which connections of a `FaultProxy` are meant.
package struct ProxySelector: Sendable, Hashable {
    private var application: String?
    private var numbers: ClosedRange<Int>?

    package static let all = ProxySelector()

    /// Those of a program, by the `application_name` that it connects with.
    package static func application(_ name: String) -> ProxySelector {
        ProxySelector(application: name)
    }

    /// A program's connections, counted from 1.
    package static func application(_ name: String, _ numbers: ClosedRange<Int>) -> ProxySelector {
        ProxySelector(application: name, numbers: numbers)
    }

    /// `number` counts the connections of this `application`.
    func matches(application name: String?, number: Int) -> Bool {
        (application == nil || application == name) && (numbers?.contains(number) ?? true)
    }
}
