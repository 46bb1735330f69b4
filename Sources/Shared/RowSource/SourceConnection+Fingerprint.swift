package import Model

/// Checks whether a connection leads to the database that a plan was made from.
extension SourceConnection {
    /// The identity that the database reports; `nil` if it can't tell, or this user may not ask.
    ///
    /// An error may leave an open transaction aborted.
    package func databaseIdentity() async throws(SourceError) -> String? {
        guard let query = dialect.identityQuery else { return place }
        do throws(SourceError) {
            return try await rows(query).first.flatMap(dialect.identity)
        } catch {
            guard [.statement, .notFound, .value, .other].contains(error.kind) else { throw error }
            return nil
        }
    }

    /// The fingerprint to store with a table's plan.
    ///
    /// - Parameters:
    /// - columns: the copied columns.
    /// - identity: the result of `databaseIdentity()`.
    package func fingerprint(
        of spec: TableSpec, columns: [String], chunks: [PlannedChunk], identity: String?
    ) async throws(SourceError) -> SourceFingerprint? {
        guard let identity else { return nil }
        var fingerprint = SourceFingerprint(identity: identity)
        guard dialect.mayBeCopied, let first = columns.first,
            let chunk = chunks.first(where: { $0.expectedRows > 0 })
        else { return fingerprint }
        // Sample only the beginnings of values, which may be long.
        var sampled = spec
        (sampled.reading, sampled.fence) = (nil, nil)
        sampled.select = columns.map(dialect.sample).joined(separator: ", ")
        let query = "\(sampled.chunkQuery(predicate: chunk.predicate)) ORDER BY \(dialect.quoted(first)) LIMIT 20"
        do throws(SourceError) {
            fingerprint.sample = try await sample(query)
            fingerprint.sampleQuery = query
        } catch {
            // Continue with the identity alone.
            guard error.kind != .connection, error.kind != .cancelled else { throw error }
        }
        return fingerprint
    }

    /// Whether this is the source that the plan was made from, or one with the same rows.
    ///
    /// - Parameter identity: the result of `databaseIdentity()` on this connection.
    package func matches(_ fingerprint: SourceFingerprint, identity: String?) async throws(SourceError) -> Bool {
        guard let planned = fingerprint.identity, let identity, planned != identity else { return true }
        guard let sample = fingerprint.sample, let query = fingerprint.sampleQuery else { return false }
        do throws(SourceError) {
            return try await self.sample(query) == sample
        } catch {
            guard [.statement, .notFound, .value, .other].contains(error.kind) else { throw error }
            return false
        }
    }

    /// A hash of a few rows; their values are used for nothing else.
    private func sample(_ query: String) async throws(SourceError) -> String {
        let fields = try await rows(query).joined().map { field in field.map { "\($0.utf8.count):\($0)" } ?? "-" }
        return StableHash.digits(fields.joined())
    }
}

extension Failure {
    /// The failure of a program that reads a source other than the plan's.
    package static func otherSource(_ table: QualifiedName) -> Failure {
        Failure(
            .refused, "\(table): this program reads a different source than the run was planned from",
            hint:
                "A relative path in the config starts at the folder in which a program is started: use an absolute "
                + "path. A DSN, host or account must lead to the same database on every machine. If the source has "
                + "moved, cancel the run and plan again.")
    }
}
