/// The time from a fault to the end of the run, and its limit.
package struct Recovery: Sendable {
    package let measured: Duration
    package let allowed: Duration

    /// The waiting times of the protocol: the lease's ttl, one interval of the reaper, one of an idle slot.
    private static let waits = Duration.milliseconds(30_000 + 10_000 + 6_250)

    /// - Parameters:
    ///   - chunk: the time that one chunk takes without a fault.
    ///   - slowness: the factor by which work, but not waiting, may take longer, because others use the machine; 1 in
    ///     the long form.
    package init(measured: Duration, chunk: Duration, slowness: Double = isLong ? 1 : 5) {
        self.measured = measured
        allowed = Self.waits + (chunk + .seconds(5)) * slowness
    }

    /// For cases in which the protocol promises to continue at once, such as a graceful stop.
    package init(measured: Duration, allowed: Duration) {
        self.measured = measured
        self.allowed = allowed
    }
}
