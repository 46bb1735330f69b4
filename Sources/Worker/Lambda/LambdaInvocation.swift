// Glibc: the wall clock, on which Lambda's deadline is based.
import Glibc

/// One invocation of the function, from the Runtime API.
package struct LambdaInvocation: Hashable, Sendable {
    /// Lambda's request id.
    package var id: String
    /// When Lambda ends the invocation, and this process with it.
    package var end: ContinuousClock.Instant
    /// The event, as JSON.
    package var payload: [UInt8]

    /// Reads the response to a request for the next invocation.
    ///
    /// - Parameters:
    ///   - now: the current instant, and the wall clock's time then in milliseconds since 1970.
    init(
        _ response: HTTPResponse, now: (instant: ContinuousClock.Instant, wall: Int) = Self.now
    ) throws(RuntimeAPIError) {
        guard let id = response.fields["lambda-runtime-aws-request-id"], !id.isEmpty else {
            throw RuntimeAPIError("GET /runtime/invocation/next", "the invocation has no id")
        }
        guard let deadline = response.fields["lambda-runtime-deadline-ms"].flatMap({ Int($0) }) else {
            throw RuntimeAPIError("GET /runtime/invocation/next", "the invocation has no deadline")
        }
        self.id = id
        let left = deadline.subtractingReportingOverflow(now.wall)
        end = now.instant + .milliseconds(left.overflow ? 0 : left.partialValue)
        payload = response.body
    }

    private static var now: (instant: ContinuousClock.Instant, wall: Int) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return (.now, time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
    }
}
