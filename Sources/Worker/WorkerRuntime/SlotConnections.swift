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
    /// Which database the source is, once it was asked.
    private var identity: String??
    private var matched: Set<SourceFingerprint> = []

    init(target: PostgresOptions, access: SourceAccess) {
        targetOptions = target
        self.access = access
    }

    /// Both connections, opened if need be; nil: the source may not be connected to now.
    func open() async throws -> (source: any SourceConnection, target: PostgresConnection)? {
        let target = try await openTarget()
        guard let source = try await openSource() else { return nil }
        return (source, target)
    }

    /// Whether the source is the one that a table was planned from.
    ///
    /// Asks it once a connection.
    func leads(to table: PlannedTable) async throws -> Bool {
        guard let source, let fingerprint = table.spec.fingerprint, !matched.contains(fingerprint) else { return true }
        let identity: String?
        if let known = self.identity { identity = known } else { identity = try await source.databaseIdentity() }
        self.identity = .some(identity)
        guard try await source.matches(fingerprint, identity: identity) else { return false }
        matched.insert(fingerprint)
        return true
    }

    /// Whether a new connection to the source can be made, in the place of the one that failed.
    func reopenSource() async throws -> Bool {
        await source?.close()
        forgetSource()
        do {
            source = try await access.connect()
        } catch is SourceError {
            return false  // which the breaker knows
        }
        if source == nil { await access.releasePermit() }
        return source != nil
    }

    /// Lets go of the snapshot that the last chunk read.
    ///
    /// A source keeps what it takes to read it, and its locks, as long as anybody may.
    func rest() async {
        do throws(SourceError) {
            try await source?.read(at: .unpinned)
        } catch {
            await closeSource()  // a connection that broke, which the next chunk would find out
        }
    }

    /// Closes the connections and gives the source's permit back.
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
