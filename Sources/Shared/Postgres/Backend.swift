/// The server process behind a connection: enough to end it and no other one, even if its pid is used again.
package struct Backend: Sendable, Hashable {
    package var pid: Int32
    /// `backend_start` of `pg_stat_activity`, as text in UTC.
    package var start: String

    package init(pid: Int32, start: String) {
        self.pid = pid
        self.start = start
    }
}
