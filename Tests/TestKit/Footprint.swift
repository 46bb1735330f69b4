// Foundation: reading files below /proc.
import Foundation

/// How much of the machine a process takes.
package struct Footprint: Sendable, Hashable, CustomStringConvertible {
    /// Resident memory.
    package let kibibytes: Int
    package let openFiles: Int

    package init(kibibytes: Int, openFiles: Int) {
        self.kibibytes = kibibytes
        self.openFiles = openFiles
    }

    package init(of pid: Int32) throws {
        let status = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(pid)/status"))
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let words = line?.split(whereSeparator: \.isWhitespace) ?? []
        guard words.count > 1, let size = Int(words[1]) else { throw TestKitError("process \(pid) has ended") }
        kibibytes = size
        openFiles = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count
    }

    package var description: String { "\(kibibytes / 1024) MiB, \(openFiles) open files" }
}
