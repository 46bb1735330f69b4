// Foundation: reading files below /proc.
import Foundation

/// The resources that a process uses.
package struct Footprint: Sendable, Hashable, CustomStringConvertible {
    /// Resident memory in KiB.
    package let kibibytes: Int
    /// Peak resident memory in KiB.
    package let peakKibibytes: Int
    package let openFiles: Int

    package init(kibibytes: Int, openFiles: Int) {
        self.kibibytes = kibibytes
        peakKibibytes = kibibytes
        self.openFiles = openFiles
    }

    package init(of pid: Int32) throws {
        let status = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(pid)/status"))
        let lines = String(decoding: status, as: UTF8.self).split(separator: "\n")
        func size(_ name: String) throws -> Int {
            let words = lines.first { $0.hasPrefix(name) }?.split(whereSeparator: \.isWhitespace) ?? []
            guard words.count > 1, let size = Int(words[1]) else { throw TestKitError("process \(pid) has ended") }
            return size
        }
        kibibytes = try size("VmRSS:")
        peakKibibytes = try size("VmHWM:")
        openFiles = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count
    }

    package var description: String { "\(kibibytes / 1024) MiB, \(openFiles) open files" }
}
