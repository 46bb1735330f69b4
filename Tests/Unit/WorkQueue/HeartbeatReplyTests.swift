import Model
import Testing

@testable import WorkQueue

@Suite("The heartbeat's reply")
struct HeartbeatReplyTests {
    @Test("runs are listed in the given order, including paused ones")
    func runs() {
        let (first, second) = (RandomID(), RandomID())
        let reply = HeartbeatReply(runs: "\(first):paused,\(second)")
        #expect(reply.active == [first, second])
        #expect(reply.paused == [first])
    }

    @Test("an empty text means that there is no run")
    func nothing() {
        #expect(HeartbeatReply(runs: "") == .none)
        #expect(HeartbeatReply.none.active.isEmpty)
    }
}
