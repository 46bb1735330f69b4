import Model
import Postgres

extension Oracle {
    /// Checks I4 in both databases.
    func lookForLeftovers(mayIdle: Bool, _ verdict: inout Verdict) async throws {
        var findings: [String] = []
        try await settled {
            findings = try await migration.control.list(
                """
                SELECT format('chunk %s of table %s is claimed', chunk_no, table_no) AS line
                  FROM migration_status.work WHERE state = 'claimed' ORDER BY 1
                """)
            findings += try await sessions(in: migration.control, mayIdle: mayIdle)
            if migration.target.url != migration.control.url {
                findings += try await sessions(in: migration.target, mayIdle: mayIdle)
            }
            return findings.isEmpty
        }
        verdict.record(.nothingLeft, findings, seen: "\(migration.control.name), \(migration.target.name)")
    }

    /// Lists our programs' sessions, all open transactions, and the locks of both.
    ///
    /// A test must close its own first. If a pooler or a proxy keeps a connection open after its client has gone, the
    /// server can't know: such a session may be idle, also in an aborted transaction after a cancel, which holds
    /// nothing.
    private func sessions(in database: TestDatabase, mayIdle: Bool) async throws -> [String] {
        let ours = "a.application_name LIKE 'snowmelt%'"
        let excused = mayIdle ? "\(ours) AND a.state IN ('idle', 'idle in transaction (aborted)')" : "false"
        return try await database.list(
            """
            WITH session AS MATERIALIZED (
                SELECT * FROM pg_stat_activity a
                 WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid())
            SELECT format('session of %s: %s', a.application_name, a.state) AS line
              FROM session a
             WHERE (\(ours) OR a.state LIKE 'idle in transaction%') AND NOT (\(excused))
            UNION ALL
            SELECT format('lock of %s on %s', a.application_name, coalesce(l.relation::regclass::text, l.locktype))
              FROM pg_locks l JOIN session a USING (pid)
             WHERE l.locktype <> 'virtualxid' AND (\(ours) OR a.state LIKE 'idle%')
            UNION ALL
            SELECT format('prepared transaction %s', gid) FROM pg_prepared_xacts WHERE database = current_database()
            ORDER BY 1
            """)
    }

    /// Polls until `isWell` holds or the patience is exceeded.
    func settled(_ isWell: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + patience
        while try await !isWell(), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
