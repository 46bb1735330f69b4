#if FAULT_POINTS
    import Glibc
    import Synchronization

    extension FaultPoint {
        /// The environment variable with the faults, separated by commas: `mid-copy=kill,after-claim=delay:2*`.
        package static let variable = "SNOWMELT_FAULT_POINTS"
        /// The environment variable with the folder for traces: one file per fault, which contains the process id.
        ///
        /// Creating the file ensures that a fault happens only once over all processes.
        package static let folderVariable = "SNOWMELT_FAULT_FOLDER"

        /// The environment variable with the duration of coordinators' leases, in seconds.
        package static let leadVariable = "SNOWMELT_FAULT_LEAD_SECONDS"

        /// The environment variables that this build reads.
        package static let variables = [variable, folderVariable, leadVariable]

        /// The duration of a coordinator's lease, in seconds; `nil` for the usual duration.
        package static var leadSeconds: Double? { getenv(leadVariable).flatMap { Double(String(cString: $0)) } }

        private static let faults = planned()
        private static let turns = Mutex<[FaultPoint: Int]>([:])

        /// Causes the fault that the environment requests for this place, if any.
        package func reach() throws {
            guard let fault = Self.faults[self], isTurn(of: fault), leaveTrace() || fault.isRepeated else { return }
            switch fault.action {
            case .kill: kill(getpid(), SIGKILL)
            // Sent to this thread: if another thread handled it, this thread would continue for a moment.
            case .stop: pthread_kill(pthread_self(), SIGSTOP)
            case .exit: _exit(86)
            case .delay(let seconds): usleep(UInt32(seconds * 1e6))
            case .error: throw FaultError(point: self)
            }
        }

        private func isTurn(of fault: Fault) -> Bool {
            let turn = Self.turns.withLock { turns in
                turns[self, default: 0] += 1
                return turns[self, default: 0]
            }
            return fault.isRepeated ? turn >= fault.turn : turn == fault.turn
        }

        /// Leaves a trace of the fault; returns whether this process is the first to do so.
        private func leaveTrace() -> Bool {
            guard let folder = getenv(Self.folderVariable) else { return true }
            let file = open("\(String(cString: folder))/\(rawValue)", O_WRONLY | O_CREAT | O_EXCL, 0o644)
            guard file >= 0 else { return false }
            let pid = "\(getpid())\n"
            _ = pid.withCString { write(file, $0, strlen($0)) }
            close(file)
            return true
        }

        /// Parses the requested faults; an unknown name ends the process, because the test would otherwise test
        /// nothing.
        private static func planned() -> [FaultPoint: Fault] {
            guard let text = getenv(variable) else { return [:] }
            var faults: [FaultPoint: Fault] = [:]
            for entry in String(cString: text).split(separator: ",") {
                let sides = entry.split(separator: "=", maxSplits: 1)
                guard sides.count == 2, let point = FaultPoint(rawValue: String(sides[0])), let fault = Fault(sides[1])
                else { preconditionFailure("\(variable): \(entry) isn't a fault") }
                faults[point] = fault
            }
            return faults
        }
    }
#endif
