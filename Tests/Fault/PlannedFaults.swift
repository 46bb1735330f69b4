import FaultPoints
// FileManager: reading the traces.
import Foundation
import TestKit

/// Faults at named points in a test's processes; each happens once in all processes together, unless its action says
/// otherwise.
struct PlannedFaults: Sendable {
    private let folder: TestFolder
    private let faults: [(point: FaultPoint, action: String)]

    /// Each point comes with its action, as in the environment variable: `kill`, `delay:2@3`, `error*`.
    init(_ faults: (FaultPoint, String)...) throws {
        folder = try TestFolder()
        self.faults = faults.map { (point: $0.0, action: $0.1) }
    }

    /// The environment that the processes must be started with.
    var environment: [String: String] {
        [
            FaultPoint.variable: faults.map { "\($0.point.rawValue)=\($0.action)" }.joined(separator: ","),
            FaultPoint.folderVariable: folder.path,
        ]
    }

    /// The process in which the fault happened; `nil` if it hasn't happened yet.
    func victim(of point: FaultPoint) -> Int32? {
        guard let data = FileManager.default.contents(atPath: "\(folder.path)/\(point.rawValue)") else { return nil }
        return Int32(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Waits until the fault has happened, and returns the id of its process.
    func happened(_ point: FaultPoint) async throws -> Int32 {
        var victim: Int32?
        try await eventually("a process is at \(point.rawValue)") {
            victim = self.victim(of: point)
            return victim != nil
        }
        return victim ?? 0
    }
}
