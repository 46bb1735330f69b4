/// A fault that a `FaultProxy` injects into a connection.
package enum ProxyFault: Sendable, Hashable {
    package enum Direction: Sendable, Hashable {
        case toServer, toClient
    }

    package enum Ending: Sendable, Hashable {
        /// Both sides get an RST: "connection reset by peer".
        case reset
        /// Both sides get a FIN: end of data.
        case finish
    }

    /// The connection ends once this many bytes have passed in one direction since its start.
    case cut(after: Int, Direction, by: Ending = .reset)
    /// Data from both sides is received and discarded, and neither side notices when the other closes.
    ///
    /// A connection that was silent once stays silent.
    case silence
    /// Each piece is delayed by `time`, plus or minus at most `jitter`, and stays in order.
    case delay(Duration, jitter: Duration = .zero)
    /// A COMMIT reaches the server; the server's answer is dropped, and the connection ends.
    case loseCommitReply(by: Ending = .reset)
    /// The same for a statement that contains this text.
    case loseReply(to: String, by: Ending = .reset)
}
