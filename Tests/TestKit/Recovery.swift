/// How long it took from a fault to the end of the run, and how long it may take.
package struct Recovery: Sendable {
    package let measured: Duration
    package let allowed: Duration

    /// The waits that the protocol promises, by the wall: the lease's ttl, one look of the reaper, one of an idle slot.
    private static let waits = Duration.milliseconds(30_000 + 10_000 + 6_250)

    /// - Parameters:
    ///   - chunk: how long one chunk takes here without a fault.
    ///   - slowness: for a machine that others use as well: work, unlike waiting, may take so many times as long; none in
    ///     the long form.
    package init(measured: Duration, chunk: Duration, slowness: Double = isLong ? 1 : 5) {
        self.measured = measured
        allowed = Self.waits + (chunk + .seconds(5)) * slowness
    }

    /// Where the protocol promises to go on at once, as after a graceful stop.
    package init(measured: Duration, allowed: Duration) {
        self.measured = measured
        self.allowed = allowed
    }
}
