import Glibc

/// A value protected by a lock; threads can wait for its changes.
// SAFETY: `state` is read and written with `mutex` held only.
package final class Monitor<State: Sendable>: @unchecked Sendable {
    private var state: State
    // At fixed addresses, as pthread requires.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    package init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
        // Timeouts don't depend on changes of the wall clock.
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Reads or changes the value, and wakes waiting threads.
    package func withLock<Answer>(_ body: (inout State) -> Answer) -> Answer {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        return body(&state)
    }

    /// Waits until `body` returns a value; calls it immediately and after each change.
    ///
    /// Returns `nil` after `timeout`.
    package func wait<Answer>(atMost timeout: Duration? = nil, for body: (inout State) -> Answer?) -> Answer? {
        let end = timeout.map(Self.monotonicTime)
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let answer = body(&state) { return answer }
            if var end {
                if pthread_cond_timedwait(changed, mutex, &end) == ETIMEDOUT {
                    return body(&state)
                }
            } else {
                pthread_cond_wait(changed, mutex)
            }
        }
    }

    private static func monotonicTime(in timeout: Duration) -> timespec {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let (seconds, attoseconds) = timeout.components
        time.tv_sec += Int(seconds)
        time.tv_nsec += Int(attoseconds / 1_000_000_000)
        if time.tv_nsec >= 1_000_000_000 {
            time.tv_sec += 1
            time.tv_nsec -= 1_000_000_000
        }
        return time
    }
}
