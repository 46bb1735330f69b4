package import Model
import PinnedThread

/// A TCP proxy between our programs and a PostgreSQL server, both on 127.0.0.1 or one host, that can do harm.
///
/// It passes everything until `inject` says otherwise; what is injected holds for connections that are open, too. It
/// reads PostgreSQL's protocol along the way, so connections through it don't use TLS: `url(of:)` sees to that. It ends
/// when nobody holds it any more.
///
///     let proxy = try FaultProxy(before: database.cluster)
///     let migration = try await TestMigration(…, target: database, targetURL: proxy.url(of: database))
///     proxy.inject(.loseCommitReply(), into: .application("snowmelt-worker"), times: 1)
package final class FaultProxy: Sendable {
    /// A connection as the proxy saw it.
    package struct Connection: Sendable {
        /// From the startup packet; nil for a request to cancel.
        package var application: String?
        /// Among those of its `application`, from 1.
        package var number = 0
        /// Bytes passed on.
        package var toServer = 0
        package var toClient = 0
        package var isOpen = true
        /// Whether a fault was done to it.
        package var isStruck = false
    }

    package let port: Int
    private let address: String
    private let state: ProxyState

    /// - Parameters:
    ///   - host: where it is, on a network of the test's own: where the cluster is.
    ///   - seed: of all chance in it; the same seed, the same delays.
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

    /// Does something to connections from now on, open ones too.
    ///
    /// Of several that fit a connection the latest counts.
    ///
    /// - Parameter times: how many connections it happens to; then it is used up. nil: to all.
    package func inject(_ fault: ProxyFault, into selector: ProxySelector = .all, times: Int? = nil) {
        state.add(fault, selector, times)
    }

    /// Injects nothing more; what is done to a connection stays done.
    package func pass() {
        state.removeFaults()
    }

    /// Ends all connections at once.
    package func cutAll(by ending: ProxyFault.Ending = .reset) {
        state.requestCut(ending)
    }

    /// To how many connections something has been done.
    package var strikes: Int { state.connections.count(where: \.isStruck) }

    /// All since the start, by age.
    package var connections: [Connection] { state.connections }
}
