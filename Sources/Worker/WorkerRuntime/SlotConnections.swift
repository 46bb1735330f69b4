import Events
import Model
import Postgres
import RowSource
import WorkQueue

/// A slot's two connections: opened when there is work, closed after an error and when the slot idles.
actor SlotConnections {
    private let targetOptions: PostgresOptions
    private let access: SourceAccess
    private var source: (any SourceConnection)?
    private var target: PostgresConnection?
    /// The identity of the source's database, after the first query for it.
    private var identity: String??
    private var matched: Set<SourceFingerprint> = []
    /// Tables that this worker's user is known to be allowed to load.
    private var loadable: Set<QualifiedName> = []

    init(target: PostgresOptions, access: SourceAccess) {
        targetOptions = target
        self.access = access
    }

    /// Both connections, opened if necessary; `nil` if the source may not be connected to now.
    func open() async throws -> (source: any SourceConnection, target: PostgresConnection)? {
        let target = try await openTarget()
        guard let source = try await openSource() else { return nil }
        return (source, target)
    }

    /// Whether the source is the database that a table was planned from; asks the source once per connection.
    func leads(to table: PlannedTable) async throws -> Bool {
        guard let source, let fingerprint = table.spec.fingerprint, !matched.contains(fingerprint) else { return true }
        let identity: String?
        if let known = self.identity { identity = known } else { identity = try await source.databaseIdentity() }
        self.identity = .some(identity)
        guard try await source.matches(fingerprint, identity: identity) else { return false }
        matched.insert(fingerprint)
        return true
    }

    /// Throws if this worker's user may not load the table; asks the target once per table.
    func requireLoading(of table: PlannedTable, into target: PostgresConnection) async throws {
        guard !loadable.contains(table.spec.loadTable) else { return }
        try await LoadPrivilege.require(table.spec, on: target)
        loadable.insert(table.spec.loadTable)
    }

    /// Replaces a failed connection to the source; returns whether the source could be connected to.
    func reopenSource() async throws -> Bool {
        await source?.close()
        forgetSource()
        do {
            source = try await access.connect()
        } catch is SourceError {
            return false  // already reported to the breaker
        }
        if source == nil { await access.releasePermit() }
        return source != nil
    }

    /// Releases the snapshot that the last chunk read.
    ///
    /// Otherwise the source keeps old row versions and locks for it.
    func rest() async {
        do throws(SourceError) {
            try await source?.read(at: .unpinned)
        } catch {
            await closeSource()  // the connection is broken; the next chunk would notice it anyway
        }
    }

    /// Closes the connections and returns the source's permit.
    func close() async {
        await target?.close()
        target = nil
        await closeSource()
    }

    private func closeSource() async {
        guard let source else { return }
        await source.close()
        forgetSource()
        await access.releasePermit()
    }

    private func forgetSource() {
        source = nil
        identity = nil
        matched = []
    }

    private func openTarget() async throws -> PostgresConnection {
        if let target, await target.isUsable() { return target }
        await target?.close()
        let opened = try await PostgresConnection.connect(targetOptions)
        target = opened
        return opened
    }

    private func openSource() async throws -> (any SourceConnection)? {
        if let source { return source }
        source = try await access.connect()
        return source
    }
}
