package import Model

/// Whether a connection leads to the database that a plan was made from.
extension SourceConnection {
    /// Which database answers, in its own words; nil: it can't tell, or this user may not ask.
    ///
    /// An error may end a transaction that is open.
    package func databaseIdentity() async throws(SourceError) -> String? {
        guard let query = dialect.identityQuery else { return place }
        do throws(SourceError) {
            return try await rows(query).first.flatMap(dialect.identity)
        } catch {
            guard [.statement, .notFound, .value, .other].contains(error.kind) else { throw error }
            return nil
        }
    }

    /// The fingerprint that a table's plan keeps.
    ///
    /// - Parameters:
    ///   - columns: those of the table that are copied.
    ///   - identity: as the source has told it.
    package func fingerprint(
        of spec: TableSpec, columns: [String], chunks: [PlannedChunk], identity: String?
    ) async throws(SourceError) -> SourceFingerprint? {
        guard let identity else { return nil }
        var fingerprint = SourceFingerprint(identity: identity)
        guard dialect.mayBeCopied, let first = columns.first,
            let chunk = chunks.first(where: { $0.expectedRows > 0 })
        else { return fingerprint }
        // The beginnings of values, which may be long.
        var sampled = spec
        (sampled.reading, sampled.fence) = (nil, nil)
        sampled.select = columns.map(dialect.sample).joined(separator: ", ")
        let query = "\(sampled.chunkQuery(predicate: chunk.predicate)) ORDER BY \(dialect.quoted(first)) LIMIT 20"
        do throws(SourceError) {
            fingerprint.sample = try await sample(query)
            fingerprint.sampleQuery = query
        } catch {
            // The identity alone has to do.
            guard error.kind != .connection, error.kind != .cancelled else { throw error }
        }
        return fingerprint
    }

    /// Whether this is the source that the plan was made from, or holds the same rows.
    ///
    /// - Parameter identity: what `databaseIdentity()` says here.
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

    /// A hash of a few rows, whose values go no further.
    private func sample(_ query: String) async throws(SourceError) -> String {
        let fields = try await rows(query).joined().map { field in field.map { "\($0.utf8.count):\($0)" } ?? "-" }
        return StableHash.digits(fields.joined())
    }
}

extension Failure {
    /// What a program says that reads another source than the plan's.
    package static func otherSource(_ table: QualifiedName) -> Failure {
        Failure(
            .refused, "\(table): this program reads another source than the one that the run was planned from",
            hint:
                "A relative path in the config starts at the folder that each program is started in: write it from the "
                + "root. A DSN, a host or an account has to lead to the same database everywhere. Where the source has "
                + "moved, cancel the run and plan anew.")
    }
}
