import Synchronization

/// The state that a proxy and its loop share.
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

    /// How to end all connections now; returned only once.
    func takeCut() -> ProxyFault.Ending? {
        content.withLock { content in
            defer { content.cut = nil }
            return content.cut
        }
    }

    /// Adds a new connection; returns its index.
    func open() -> Int {
        content.withLock { content in
            content.connections.append(FaultProxy.Connection())
            return content.connections.count - 1
        }
    }

    /// Stores the connection's `application_name`.
    func name(_ index: Int, _ application: String) {
        content.withLock { content in
            content.connections[index].application = application
            content.connections[index].number = content.connections.count { $0.application == application }
        }
    }

    func update(_ index: Int, _ change: (inout FaultProxy.Connection) -> Void) {
        content.withLock { change(&$0.connections[index]) }
    }

    /// The connection's fault and its rule; a rule in `held` continues to apply although it is used up.
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

    /// Notes that a rule's fault now affects the connection.
    func strike(_ index: Int, by id: Int) {
        content.withLock { content in
            content.connections[index].isStruck = true
            guard let rule = content.rules.firstIndex(where: { $0.id == id }) else { return }
            content.rules[rule].timesLeft = content.rules[rule].timesLeft.map { $0 - 1 }
        }
    }
}
