import Testing
import WorkQueue

@Suite("The lease as a worker trusts it")
struct LeaseRuleTests {
    private let start = ContinuousClock.now

    @Test("it allows a commit until five seconds before the database lets it go")
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

    @Test("a reply that comes late shortens nothing")
    func lateReply() {
        var lease = Lease(registeredAt: start)
        lease.renew(sentAt: start + .seconds(20))
        lease.renew(sentAt: start + .seconds(10))
        #expect(lease.allowsCommit(at: start + .seconds(44)))
    }

    @Test("once fenced it is over, whatever heartbeats say")
    func fenced() {
        var lease = Lease(registeredAt: start)
        lease.fence()
        #expect(lease.isFenced)
        #expect(!lease.allowsCommit(at: start))
        lease.renew(sentAt: start + .seconds(1))
        #expect(!lease.allowsCommit(at: start + .seconds(1)))
    }

    @Test("two heartbeats can be lost before the lease is")
    func roomForLostBeats() {
        #expect(Lease.interval * 2 < Lease.ttl - Lease.margin)
    }
}
