#if FAULT_POINTS
    /// The action at a fault point: `mid-copy=kill`, `before-commit=delay:5@3`, `after-claim=kill*`.
    ///
    /// With `@3` it happens at the third time in a process. Without `*` it happens once, in the first process that gets
    /// there.
    package struct Fault: Sendable, Equatable {
        package enum Action: Sendable, Equatable {
            /// Sends SIGKILL to the process.
            case kill
            /// Sends SIGSTOP to the process; SIGCONT continues it.
            case stop
            /// Ends the process with code 86, without cleaning up.
            case exit
            /// Suspends the thread for this many seconds.
            case delay(Double)
            /// Throws a `FaultError`.
            case error
        }

        package var action: Action
        package var turn = 1
        package var isRepeated = false

        /// `nil` if the text isn't a fault.
        package init?(_ text: some StringProtocol) {
            var rest = Substring(text)
            if rest.hasSuffix("*") {
                isRepeated = true
                rest.removeLast()
            }
            let parts = rest.split(separator: "@", omittingEmptySubsequences: false)
            if parts.count == 2, let turn = Int(parts[1]), turn > 0 {
                self.turn = turn
            } else if parts.count != 1 {
                return nil
            }
            let words = parts[0].split(separator: ":", omittingEmptySubsequences: false)
            switch (words.first, words.count) {
            case ("kill", 1): action = .kill
            case ("stop", 1): action = .stop
            case ("exit", 1): action = .exit
            case ("error", 1): action = .error
            case ("delay", 2):
                guard let seconds = Double(words[1]) else { return nil }
                action = .delay(seconds)
            default: return nil
            }
        }
    }

    /// The error that a fault with action `error` throws.
    struct FaultError: Error, CustomStringConvertible {
        var point: FaultPoint

        var description: String { "the fault at \(point.rawValue)" }
    }
#endif
