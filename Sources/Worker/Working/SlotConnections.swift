import Logging
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

    /// Whether a new connection to the source can be made, in the place of the one that failed.
    func reopenSource() async throws -> Bool {
        await source?.close()
        source = nil
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
        self.source = nil
        await access.releasePermit()
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
