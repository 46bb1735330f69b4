package import Model
import Postgres

extension PostgresCluster {
    /// Starts a streaming replica of this cluster.
    ///
    /// The test's own connections to it are read-only until it is promoted.
    ///
    /// - Parameter applyDelay: the delay with which it shows the primary's commits.
    package func standby(applyDelay: Duration = .zero, settings: [String] = []) async throws -> PostgresCluster {
        let standby = try PostgresCluster(Place(primary: self))
        let delay = applyDelay.components
        try await standby.initialize(
            settings: ["hot_standby = on", "recovery_min_apply_delay = '\(delay.seconds)s'"] + settings)
        try await standby.start()
        return standby
    }

    /// Promotes a standby; returns once it accepts writes.
    package func promote() throws {
        try control("promote")
    }

    /// Lets a standby fall behind: it stores the data that it receives, but doesn't show it.
    package func pauseReplay() async throws {
        try await administer("SELECT pg_wal_replay_pause()")
        try await eventually("the replay pauses") {
            try await ask("SELECT pg_get_wal_replay_pause_state()") == "paused"
        }
    }

    package func resumeReplay() async throws {
        try await administer("SELECT pg_wal_replay_resume()")
    }

    /// Disconnects a standby from `primary`, whose later commits will be lost when the standby is promoted.
    package func stopReceiving(from primary: PostgresCluster) async throws {
        try await administer("ALTER SYSTEM SET primary_conninfo = ''")
        try await administer("SELECT pg_reload_conf()")
        try await eventually("the primary sends no more") {
            try await primary.ask("SELECT count(*) FROM pg_stat_replication") == "0"
        }
    }

    /// Waits until this standby shows all commits of `primary` so far.
    package func catchUp(with primary: PostgresCluster) async throws {
        let position = try await primary.ask("SELECT pg_current_wal_lsn()")
        try await eventually("the standby has replayed \(position)") {
            try await ask("SELECT pg_last_wal_replay_lsn() >= '\(position)'::pg_lsn") == "true"
        }
    }

    /// The same database on this cluster, such as on a standby.
    package nonisolated func counterpart(of database: TestDatabase) -> TestDatabase {
        TestDatabase(cluster: self, name: database.name)
    }

    private func ask(_ query: String) async throws -> String {
        try await TestDatabase(cluster: self, name: "postgres").rows("\(query) AS answer").first ?? ""
    }
}

extension TestDatabase {
    /// A connection string, as superuser, to whichever of the two clusters accepts writes.
    package func url(orOn other: PostgresCluster) -> Secret {
        Secret(
            """
            postgresql://postgres@\(cluster.address):\(cluster.port),\(other.address):\(other.port)/\(name)\
            ?target_session_attrs=read-write
            """)
    }
}
