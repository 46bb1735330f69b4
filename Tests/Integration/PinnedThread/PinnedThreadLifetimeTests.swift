// Foundation: FileManager reads /proc.
import Foundation
import PinnedThread
import TestKit
import Testing

private actor Resident {
    nonisolated let thread: PinnedThread

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(threadName: String) throws(ThreadShortage) {
        thread = try PinnedThread(name: threadName)
    }

    func touch() {}
}

@Suite("Lifetime of pinned threads")
struct PinnedThreadLifetimeTests {
    private func threads(named name: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").filter { task in
            // A thread that has ended meanwhile has no name.
            let file = FileManager.default.contents(atPath: "/proc/self/task/\(task)/comm")
            return file.map { String(decoding: $0, as: UTF8.self) } == "\(name)\n"
        }.count
    }

    @Test("a thread has its name, cut to 15 bytes, and ends with the last reference")
    func threadEndsWithLastReference() async throws {
        let name = "lifetime-of-a-resident"
        let shown = String(name.prefix(15))
        var residents: [Resident] = []
        for _ in 0..<8 {
            let resident = try Resident(threadName: name)
            await resident.touch()
            residents.append(resident)
        }
        #expect(try threads(named: shown) == 8)
        residents.removeAll()
        try await eventually("all threads end") { try threads(named: shown) == 0 }
    }

    @Test("the last reference can be released on the thread itself")
    func lastReferenceGoesOnTheThread() async throws {
        for _ in 0..<50 {
            let resident = try Resident(threadName: "self-ending")
            // The task holds the last reference to the actor, and ends on the actor's thread.
            Task { await resident.touch() }
        }
        try await eventually("all threads end") { try threads(named: "self-ending") == 0 }
    }
}
