import Testing
import WorkQueue

@Suite("A worker's view of its lease")
struct LeaseRuleTests {
    private let start = ContinuousClock.now

    @Test("it allows commits until five seconds before it expires in the database")
    func trustedForLess() {
        let lease = Lease(registeredAt: start)
        #expect(lease.allowsCommit(at: start))
        #expect(lease.allowsCommit(at: start + .seconds(25) - .nanoseconds(1)))
        #expect(!lease.allowsCommit(at: start + .seconds(25)))
    }

    @Test("a heartbeat counts from the instant before it was sent")
    func renewal() {
        var lease = Lease(registeredAt: start)
        lease.renew(sentAt: start + .seconds(10))
        #expect(lease.allowsCommit(at: start + .seconds(34)))
        #expect(!lease.allowsCommit(at: start + .seconds(35)))
    }

    @Test("a late reply doesn't shorten it")
    func lateReply() {
        var lease = Lease(registeredAt: start)
        lease.renew(sentAt: start + .seconds(20))
        lease.renew(sentAt: start + .seconds(10))
        #expect(lease.allowsCommit(at: start + .seconds(44)))
    }

    @Test("once fenced, it stays lost, whatever later heartbeats return")
    func fenced() {
        var lease = Lease(registeredAt: start)
        lease.fence()
        #expect(lease.isFenced)
        #expect(!lease.allowsCommit(at: start))
        lease.renew(sentAt: start + .seconds(1))
        #expect(!lease.allowsCommit(at: start + .seconds(1)))
    }

    @Test("it survives two lost heartbeats")
    func roomForLostBeats() {
        #expect(Lease.interval * 2 < Lease.ttl - Lease.margin)
    }
}
