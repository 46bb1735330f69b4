/// Where a transfer waits, its COPY open, until the test says how it goes on.
actor ModelGate {
    enum Verdict: Sendable {
        case go, breakDown
    }

    private var isReached = false
    private var isOver = false
    private var verdict: Verdict?
    private var passing: CheckedContinuation<Void, Never>?
    private var watching: CheckedContinuation<Void, Never>?

    /// Called by the transfer; returns with the test's verdict.
    func pass() async -> Verdict {
        isReached = true
        watching?.resume()
        watching = nil
        if verdict == nil { await withCheckedContinuation { passing = $0 } }
        return verdict ?? .breakDown
    }

    /// Says how the transfer goes on.
    func open(_ verdict: Verdict) {
        self.verdict = verdict
        passing?.resume()
        passing = nil
    }

    /// The transfer has ended.
    func end() {
        isOver = true
        watching?.resume()
        watching = nil
    }

    /// Returns once the transfer waits here (true) or has ended without coming here (false).
    func isWaiting() async -> Bool {
        if !isReached, !isOver { await withCheckedContinuation { watching = $0 } }
        return !isOver
    }
}
