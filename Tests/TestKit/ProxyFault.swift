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
