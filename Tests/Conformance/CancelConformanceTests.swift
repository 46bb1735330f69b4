import RowSource
import Synchronization
import TestKit
import Testing

@Suite("The effect of a cancel on every source, at each moment")
struct CancelConformanceTests {
    @Test("before a statement, a cancel has no effect", arguments: ConformingKind.here)
    func before(_ kind: ConformingKind) async throws {
        let connection = try await ConformingSource(kind).connect()
        connection.cancel()
        #expect(try await RowReading(SourceSystem.few, over: connection).landed().count == 3)
        await connection.close()
    }

    @Test(
        "a statement without rows yet ends as cancelled, and the connection can still be used",
        arguments: ConformingKind.here)
    func executing(_ kind: ConformingKind) async throws {
        let subject = try await ConformingSource(kind)
        try await subject.emulator?.set(.slow(seconds: 300), times: nil, statement: "%WAITS_FOR_CANCEL%")
        let connection = try await subject.connect()
        let slow = kind.system.slow(brief: !kind.can(.interruptExecution))
        let ending = Mutex<SourceError.Kind?>(nil)
        let reading = Task {
            let kind = await kindOfError {
                let reading = try await RowReading(slow, over: connection)
                while try await reading.next() != nil {}
            }
            ending.withLock { $0 = kind ?? .other }
        }
        // Before the statement runs there is nothing to interrupt, so cancel repeatedly until it ends.
        try await eventually("the statement ends") {
            connection.cancel()
            return ending.withLock { $0 } != nil
        }
        await reading.value
        #expect(ending.withLock { $0 } == .cancelled)
        #expect(try await connection.rows("SELECT 1") == [["1"]])
        await connection.close()
    }

    @Test(
        "while rows are read, a cancel isn't mistaken for their end, and the connection can still be used",
        arguments: ConformingKind.here)
    func fetching(_ kind: ConformingKind) async throws {
        let connection = try await ConformingSource(kind).connect()
        let reading = try await RowReading(kind.system.many, over: connection)
        #expect(try await reading.next() != nil)
        connection.cancel()
        #expect(await kindOfError { while try await reading.next() != nil {} } == .cancelled)
        #expect(await kindOfError { _ = try await reading.next() } != nil)
        #expect(try await connection.rows("SELECT 1") == [["1"]])
        await connection.close()
    }

    @Test("after the end, a cancel has no effect, not even on the next statement", arguments: ConformingKind.here)
    func ended(_ kind: ConformingKind) async throws {
        let connection = try await ConformingSource(kind).connect()
        let reading = try await RowReading(SourceSystem.few, over: connection)
        while try await reading.next() != nil {}
        connection.cancel()
        let next = try await reading.next()
        #expect(next == nil)
        #expect(try await RowReading(SourceSystem.few, over: connection).landed().count == 3)
        await connection.close()
    }
}
