/// A gate where a transfer waits with its COPY open until the test decides how it continues.
actor ModelGate {
    enum Verdict: Sendable {
        case go, breakDown
    }

    private var isReached = false
    private var isOver = false
    private var verdict: Verdict?
    private var passing: CheckedContinuation<Void, Never>?
    private var watching: CheckedContinuation<Void, Never>?

    /// Called by the transfer; waits for the test's verdict and returns it.
    func pass() async -> Verdict {
        isReached = true
        watching?.resume()
        watching = nil
        if verdict == nil { await withCheckedContinuation { passing = $0 } }
        return verdict ?? .breakDown
    }

    /// Called by the test; decides how the transfer continues.
    func open(_ verdict: Verdict) {
        self.verdict = verdict
        passing?.resume()
        passing = nil
    }

    /// Records that the transfer has ended.
    func end() {
        isOver = true
        watching?.resume()
        watching = nil
    }

    /// Returns `true` once the transfer waits here, or `false` if it has ended without reaching the gate.
    func isWaiting() async -> Bool {
        if !isReached, !isOver { await withCheckedContinuation { watching = $0 } }
        return !isOver
    }
}
