import RowSource
import TestKit
import Testing

@Suite("The lifetime of every source's cursors")
struct CursorConformanceTests {
    @Test(
        "asked again after its end, a cursor reports it again, and the connection can still be used",
        arguments: ConformingKind.here)
    func ended(_ kind: ConformingKind) async throws {
        let connection = try await ConformingSource(kind).connect()
        let reading = try await RowReading(SourceSystem.few, over: connection)
        while try await reading.next() != nil {}
        for _ in 0..<2 {
            let next = try await reading.next()
            #expect(next == nil)
        }
        #expect(try await connection.rows("SELECT 1") == [["1"]])
        await connection.close()
    }

    @Test("a second cursor ends the first, whose rows must not look complete", arguments: ConformingKind.here)
    func second(_ kind: ConformingKind) async throws {
        let connection = try await ConformingSource(kind).connect()
        let first = try await RowReading(kind.system.many, over: connection)
        #expect(try await first.next() != nil)
        if kind.can(.goOnAfterCut) {
            let second = try await RowReading(SourceSystem.few, over: connection)
            #expect(await kindOfError { _ = try await first.next() } == .statement)
            #expect(try await second.landed().count == 3)
        } else {
            #expect(await kindOfError { _ = try await RowReading(SourceSystem.few, over: connection) } == .connection)
        }
        #expect(await kindOfError { _ = try await first.next() } == .statement)
        await connection.close()
    }

    @Test(
        "a cursor that is closed early leaves a usable connection, or reports that it isn't usable",
        arguments: ConformingKind.here)
    func closedEarly(_ kind: ConformingKind) async throws {
        let subject = try await ConformingSource(kind)
        let connection = try await subject.connect()
        let reading = try await RowReading(kind.system.many, over: connection)
        #expect(try await reading.next() != nil)
        await reading.close()
        #expect(await kindOfError { _ = try await reading.next() } == .statement)
        if kind.can(.goOnAfterCut) {
            #expect(try await connection.rows("SELECT 1") == [["1"]])
        } else {
            #expect(await kindOfError { _ = try await connection.rows("SELECT 1") } == .connection)
        }
        await connection.close()
    }

    @Test(
        "a connection that is closed, or ended by its server, reports so, and another one works",
        arguments: ConformingKind.here)
    func reopened(_ kind: ConformingKind) async throws {
        let subject = try await ConformingSource(kind)
        let closed = try await subject.connect()
        await closed.close()
        #expect(await kindOfError { _ = try await closed.rows("SELECT 1") } == .connection)
        #expect(await kindOfError { _ = try await RowReading(SourceSystem.few, over: closed) } == .connection)
        if kind.can(.loseSession) {
            let lost = try await subject.connect()
            #expect(try await lost.rows("SELECT 1") == [["1"]])
            try await subject.endSessions()
            #expect(await kindOfError { _ = try await lost.rows("SELECT 1") } == .connection)
            await lost.close()
        }
        let connection = try await subject.connect()
        #expect(try await RowReading(SourceSystem.few, over: connection).landed().count == 3)
        await connection.close()
    }
}
