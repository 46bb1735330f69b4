package import Model
import PinnedThread

/// A TCP proxy that injects faults between our programs and a PostgreSQL server, both on 127.0.0.1 or one host.
///
/// It forwards everything until `inject` is called; injected faults also affect open connections. It parses
/// PostgreSQL's protocol, so connections through it must not use TLS, which `url(of:)` ensures. It ends when it is
/// released.
///
///     let proxy = try FaultProxy(before: database.cluster)
///     let migration = try await TestMigration(…, target: database, targetURL: proxy.url(of: database))
///     proxy.inject(.loseCommitReply(), into: .application("snowmelt-worker"), times: 1)
package final class FaultProxy: Sendable {
    /// A connection that the proxy recorded.
    package struct Connection: Sendable {
        /// The `application_name` of the startup packet; `nil` for a cancel request.
        package var application: String?
        /// The number among the connections of its `application`, from 1.
        package var number = 0
        /// The number of forwarded bytes.
        package var toServer = 0
        package var toClient = 0
        package var isOpen = true
        /// Whether a fault affected it.
        package var isStruck = false
    }

    package let port: Int
    private let address: String
    private let state: ProxyState

    /// - Parameters:
    ///   - host: the host of the proxy and the cluster, if the test has its own network.
    ///   - seed: the seed of its random delays; equal seeds give equal delays.
    package init(
        before cluster: PostgresCluster, on host: TestNetwork.Host? = nil, seed: UInt64 = Seeded().seed
    ) throws {
        let listener = try Listener(backlog: 128, on: host)
        port = listener.port
        address = host?.address ?? "127.0.0.1"
        let state = ProxyState()
        self.state = state
        let loop = try ProxyLoop(listener: listener, server: cluster, on: host, state: state, seed: seed)
        Task { await loop.run() }
    }

    deinit {
        state.stop()
    }

    /// A connection string through the proxy, as superuser.
    package func url(of database: TestDatabase) -> Secret {
        Secret("postgresql://postgres@\(address):\(port)/\(database.name)?sslmode=disable&gssencmode=disable")
    }

    /// Injects a fault into connections from now on, including open ones.
    ///
    /// If several faults match a connection, the latest applies.
    ///
    /// - Parameter times: the number of connections after which the fault is used up; `nil` for no limit.
    package func inject(_ fault: ProxyFault, into selector: ProxySelector = .all, times: Int? = nil) {
        state.add(fault, selector, times)
    }

    /// Stops injecting faults; faults of connections that are already affected remain.
    package func pass() {
        state.removeFaults()
    }

    /// Ends all connections at once.
    package func cutAll(by ending: ProxyFault.Ending = .reset) {
        state.requestCut(ending)
    }

    /// The number of connections that a fault affected.
    package var strikes: Int { state.connections.count(where: \.isStruck) }

    /// All connections since the start, oldest first.
    package var connections: [Connection] { state.connections }
}
