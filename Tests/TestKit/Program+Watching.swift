// Foundation: reading files below /proc.
import Foundation
import Glibc

extension Program {
    /// Stops it with SIGSTOP; returns once every thread of it stands still.
    package func suspend() async throws {
        signal(SIGSTOP)
        try await eventually("the program stands still") {
            try threads().allSatisfy { thread in ["T", "t", "Z"].contains(try Self.state(thread)) }
        }
    }

    /// Lets it go on after `suspend`.
    package func resume() {
        signal(SIGCONT)
    }

    /// The pids of the programs that it has started and that still run, such as the local workers of `snowmelt run`.
    package var children: [Int32] {
        get throws {
            try threads().flatMap { thread in
                try Self.text("\(thread)/children").split(separator: " ").compactMap { Int32($0) }
            }
        }
    }

    /// Its memory and open files now.
    package var footprint: Footprint {
        get throws { try Footprint(of: pid) }
    }

    private func threads() throws -> [String] {
        let folder = "/proc/\(pid)/task"
        return try FileManager.default.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
    }

    /// `R`, `S`, `T` …; the letter stands behind the name, which is in parentheses.
    private static func state(_ thread: String) throws -> String {
        let stat = try text("\(thread)/stat")
        guard let end = stat.lastIndex(of: ")") else { throw TestKitError("\(thread)/stat can't be read") }
        return String(stat[end...].dropFirst(2).prefix(1))
    }

    private static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }
}
