// FoundationEssentials: JSON.
import FoundationEssentials
import Lambda
import Model
import Testing
import WorkQueue

@Suite("Lambda's events and their answers")
struct LambdaEventTests {
    @Test("an event names the work, and may have further members")
    func event() throws {
        #expect(try request(#"{"action": "work"}"#) == request(#"{"action": "work", "config": null, "more": [1]}"#))
        let full = try request(#"{"action": "work", "config": "/opt/a.yaml", "run_id": "nightly"}"#)
        #expect(full.config == "/opt/a.yaml")
        #expect(full.runID == "nightly")
    }

    @Test(
        "a coordinator's action is refused with the command to use instead",
        arguments: ["plan", "publish", "status"])
    func otherActions(action: String) throws {
        let failure = try #require(throws: Failure.self) { try request(#"{"action": "\#(action)"}"#) }
        #expect(failure.status == .usage)
        #expect(failure.description.contains("`snowmelt \(action)`"))
    }

    @Test(
        "an invalid event is refused, and the message doesn't repeat it",
        arguments: [
            "", "hunter2", #""hunter2""#, #"{"action": "hunter2"}"#, #"{"run_id": "hunter2"}"#,
            #"{"action": "work", "config": {"password": "hunter2"}}"#,
        ])
    func nonsense(event: String) throws {
        let failure = try #require(throws: Failure.self) { try request(event) }
        #expect(!failure.description.contains("hunter2"))
        #expect(failure.description.contains(#"{"action": "work"}"#))
    }

    @Test("nothing remains if all chunks are done or failed, or the run has ended, but not while it is planned")
    func done() throws {
        func answer(_ state: RunPhase, ready: Int = 0, claimed: Int = 0, failed: Int = 0) -> WorkAnswer {
            WorkAnswer(status(state, ready: ready, claimed: claimed, failed: failed))
        }
        #expect(answer(.inProgress).done)
        #expect(answer(.failed, failed: 2).done)
        #expect(answer(.failed, failed: 2).failed == 2)
        #expect(!answer(.inProgress, ready: 1).done)
        #expect(!answer(.inProgress, claimed: 1).done)
        #expect(answer(.inProgress, ready: 2, claimed: 1).remaining == 3)
        #expect(answer(.cancelled, ready: 1).done)
        #expect(!answer(.planning).done)
    }

    @Test("an answer has all members, with null for a missing run")
    func document() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(
            String(decoding: try encoder.encode(WorkAnswer.nothing), as: UTF8.self)
                == #"{"done":true,"failed":0,"remaining":0,"run_id":null}"#)
        let answer = WorkAnswer(status(.inProgress, ready: 1))
        #expect(
            String(decoding: try encoder.encode(answer), as: UTF8.self)
                == #"{"done":false,"failed":0,"remaining":1,"run_id":"\#(Self.run.text)"}"#)
    }

    @Test("an error's document tells what to do, and shows no secret")
    func error() throws {
        let failure = Failure(.target, "hunter2 was refused", hint: "Don't use hunter2.")
        let document = ErrorDocument(failure) {
            $0.split(separator: "hunter2", omittingEmptySubsequences: false).joined(separator: "***")
        }
        #expect(document.errorMessage == "*** was refused\n  Don't use ***.")
        #expect(document.errorType == "Snowmelt.Target")
    }

    private static let run = RandomID()

    private func request(_ event: String) throws -> WorkRequest { try WorkRequest(event: Array(event.utf8)) }

    private func status(_ state: RunPhase, ready: Int = 0, claimed: Int = 0, failed: Int = 0) -> RunStatus {
        let name = QualifiedName(schema: "main", name: "visits")
        let table = TableStatus(
            source: name, target: name, state: .inProgress, total: 9, done: 9 - ready - claimed - failed,
            claimed: claimed,
            ready: ready, failed: failed, expectedRows: 0, copiedRows: 0, rejectedRows: 0, bytes: 0, seconds: nil,
            error: nil)
        return RunStatus(
            id: Self.run, name: "nightly", state: state, source: "s", snapshot: "none", coordinator: nil,
            createdAt: "", completedAt: nil, seconds: 0, tables: [table])
    }
}
