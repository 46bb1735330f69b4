package import Model
import Postgres

extension PostgresCluster {
    /// Starts a streaming replica of this cluster.
    ///
    /// The test's own connections to it read only, until it is promoted.
    ///
    /// - Parameter applyDelay: how much later than the primary it shows a commit.
    package func standby(applyDelay: Duration = .zero, settings: [String] = []) async throws -> PostgresCluster {
        let standby = try PostgresCluster(Place(primary: self))
        let delay = applyDelay.components
        try await standby.initialize(
            settings: ["hot_standby = on", "recovery_min_apply_delay = '\(delay.seconds)s'"] + settings)
        try await standby.start()
        return standby
    }

    /// Makes a standby the primary; returns once it takes writes.
    package func promote() throws {
        try control("promote")
    }

    /// Lets a standby fall behind: what it receives it keeps and doesn't show.
    package func pauseReplay() async throws {
        try await administer("SELECT pg_wal_replay_pause()")
        try await eventually("the replay pauses") {
            try await ask("SELECT pg_get_wal_replay_pause_state()") == "paused"
        }
    }

    package func resumeReplay() async throws {
        try await administer("SELECT pg_wal_replay_resume()")
    }

    /// Cuts a standby off from `primary`: what that commits from now on is lost when the standby is promoted.
    package func stopReceiving(from primary: PostgresCluster) async throws {
        try await administer("ALTER SYSTEM SET primary_conninfo = ''")
        try await administer("SELECT pg_reload_conf()")
        try await eventually("the primary sends no more") {
            try await primary.ask("SELECT count(*) FROM pg_stat_replication") == "0"
        }
    }

    /// Waits until this standby shows all that `primary` has committed so far.
    package func catchUp(with primary: PostgresCluster) async throws {
        let position = try await primary.ask("SELECT pg_current_wal_lsn()")
        try await eventually("the standby has replayed \(position)") {
            try await ask("SELECT pg_last_wal_replay_lsn() >= '\(position)'::pg_lsn") == "true"
        }
    }

    /// A database of this cluster as it is found on another one, such as a standby.
    package nonisolated func counterpart(of database: TestDatabase) -> TestDatabase {
        TestDatabase(cluster: self, name: database.name)
    }

    private func ask(_ query: String) async throws -> String {
        try await TestDatabase(cluster: self, name: "postgres").rows("\(query) AS answer").first ?? ""
    }
}

extension TestDatabase {
    /// As superuser, wherever of the two clusters takes writes.
    package func url(orOn other: PostgresCluster) -> Secret {
        Secret(
            """
            postgresql://postgres@\(cluster.address):\(cluster.port),\(other.address):\(other.port)/\(name)\
            ?target_session_attrs=read-write
            """)
    }
}
