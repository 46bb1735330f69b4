// Foundation: reading files below /proc.
import Foundation
import Glibc

extension Program {
    /// Stops it with SIGSTOP; returns once all its threads are stopped.
    package func suspend() async throws {
        signal(SIGSTOP)
        try await eventually("the program is stopped") {
            try threads().allSatisfy { thread in ["T", "t", "Z"].contains(try Self.state(thread)) }
        }
    }

    /// Continues it after `suspend`.
    package func resume() {
        signal(SIGCONT)
    }

    /// The pids of its running child processes, such as the local workers of `snowmelt run`.
    package var children: [Int32] {
        get throws {
            try threads().flatMap { thread in
                try Self.text("\(thread)/children").split(separator: " ").compactMap { Int32($0) }
            }
        }
    }

    /// Its current memory and open files.
    package var footprint: Footprint {
        get throws { try Footprint(of: pid) }
    }

    private func threads() throws -> [String] {
        let folder = "/proc/\(pid)/task"
        return try FileManager.default.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
    }

    /// The state `R`, `S`, `T` …; the letter follows the name, which is in parentheses.
    private static func state(_ thread: String) throws -> String {
        let stat = try text("\(thread)/stat")
        guard let end = stat.lastIndex(of: ")") else { throw TestKitError("\(thread)/stat can't be read") }
        return String(stat[end...].dropFirst(2).prefix(1))
    }

    private static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }
}
