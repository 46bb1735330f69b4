import Synchronization

/// What a proxy and its loop share.
final class ProxyState: Sendable {
    private struct Rule {
        let id: Int
        let fault: ProxyFault
        let selector: ProxySelector
        var timesLeft: Int?
    }

    private struct Content {
        var rules: [Rule] = []
        var lastRule = 0
        var connections: [FaultProxy.Connection] = []
        var isStopped = false
        var cut: ProxyFault.Ending?
    }

    private let content = Mutex(Content())

    var connections: [FaultProxy.Connection] { content.withLock { $0.connections } }
    var isStopped: Bool { content.withLock { $0.isStopped } }

    func stop() {
        content.withLock { $0.isStopped = true }
    }

    func add(_ fault: ProxyFault, _ selector: ProxySelector, _ times: Int?) {
        content.withLock { content in
            content.lastRule += 1
            content.rules.append(Rule(id: content.lastRule, fault: fault, selector: selector, timesLeft: times))
        }
    }

    func removeFaults() {
        content.withLock { $0.rules = [] }
    }

    func requestCut(_ ending: ProxyFault.Ending) {
        content.withLock { $0.cut = ending }
    }

    /// How all connections are to be ended now, told once.
    func takeCut() -> ProxyFault.Ending? {
        content.withLock { content in
            defer { content.cut = nil }
            return content.cut
        }
    }

    /// Enters a new connection; its index.
    func open() -> Int {
        content.withLock { content in
            content.connections.append(FaultProxy.Connection())
            return content.connections.count - 1
        }
    }

    /// The connection has said who it is.
    func name(_ index: Int, _ application: String) {
        content.withLock { content in
            content.connections[index].application = application
            content.connections[index].number = content.connections.count { $0.application == application }
        }
    }

    func update(_ index: Int, _ change: (inout FaultProxy.Connection) -> Void) {
        content.withLock { change(&$0.connections[index]) }
    }

    /// What is to be done to the connection, and by which rule; one that was `held` goes on though it is used up.
    func fault(for index: Int, held: Set<Int>) -> (rule: Int, fault: ProxyFault)? {
        content.withLock { content in
            let connection = content.connections[index]
            let rule = content.rules.last { rule in
                (rule.timesLeft != 0 || held.contains(rule.id))
                    && rule.selector.matches(application: connection.application, number: connection.number)
            }
            return rule.map { ($0.id, $0.fault) }
        }
    }

    /// Notes that a rule's fault now happens to the connection.
    func strike(_ index: Int, by id: Int) {
        content.withLock { content in
            content.connections[index].isStruck = true
            guard let rule = content.rules.firstIndex(where: { $0.id == id }) else { return }
            content.rules[rule].timesLeft = content.rules[rule].timesLeft.map { $0 - 1 }
        }
    }
}
