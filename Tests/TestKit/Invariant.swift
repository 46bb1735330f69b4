/// What holds after every fault: I1 to I8 of the chunk protocol.
package enum Invariant: Int, Sendable, Hashable, CaseIterable {
    /// The target's rows are the source's, each as often.
    case equalRows = 1
    /// Each chunk is done, with exactly one receipt.
    case oneReceipt
    /// No row of a losing attempt, in published tables or beside them.
    case noLosingRows
    /// No claim, session, lock or open transaction is left.
    case nothingLeft
    /// The time from the fault to the run's end is within bounds.
    case recoveryTime
    /// No chunk was tried more often than allowed.
    case attempts
    /// Each lost fence is logged once.
    case fencesLogged
    /// Programs that live on use no more memory and files than before.
    case footprint

    var title: String {
        let what =
            switch self {
            case .equalRows: "source and target hold the same rows"
            case .oneReceipt: "each chunk is done with one receipt"
            case .noLosingRows: "no row of a losing attempt"
            case .nothingLeft: "no claim, session, lock or transaction left"
            case .recoveryTime: "recovered in time"
            case .attempts: "attempts within the maximum"
            case .fencesLogged: "each lost fence is logged once"
            case .footprint: "memory and open files as at the start"
            }
        return "I\(rawValue) \(what)"
    }
}
