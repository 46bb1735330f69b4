import Model
import Testing

@testable import WorkQueue

@Suite("The heartbeat's reply")
struct HeartbeatReplyTests {
    @Test("runs come in the order told, paused ones among them")
    func runs() {
        let (first, second) = (RandomID(), RandomID())
        let reply = HeartbeatReply(runs: "\(first):paused,\(second)")
        #expect(reply.active == [first, second])
        #expect(reply.paused == [first])
    }

    @Test("an empty text is nothing to work on")
    func nothing() {
        #expect(HeartbeatReply(runs: "") == .none)
        #expect(HeartbeatReply.none.active.isEmpty)
    }
}
