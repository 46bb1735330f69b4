import Glibc

/// The identity of a thread, for comparison.
struct ThreadIdentity: Sendable, Equatable {
    private let thread: pthread_t

    static var current: ThreadIdentity { ThreadIdentity(thread: pthread_self()) }

    static func == (left: ThreadIdentity, right: ThreadIdentity) -> Bool {
        pthread_equal(left.thread, right.thread) != 0
    }
}

private final class ThreadBody: Sendable {
    let name: String
    let run: @Sendable () -> Void

    init(name: String, run: @escaping @Sendable () -> Void) {
        self.name = name
        self.run = run
    }
}

/// Runs `body` once on a new, detached thread.
///
/// - Parameter name: the thread's name; `top -H` shows its first 15 bytes.
package func startThread(named name: String, _ body: @escaping @Sendable () -> Void) throws(ThreadShortage) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }

    let argument = Unmanaged.passRetained(ThreadBody(name: name, run: body))
    var thread = pthread_t()
    let code = pthread_create(
        &thread, &attributes,
        { argument in
            guard let argument else { return nil }
            let body = Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
            nameCurrentThread(body.name)
            blockBrokenPipeSignal()
            body.run()
            return nil
        }, argument.toOpaque())
    guard code == 0 else {
        argument.release()
        throw ThreadShortage(reason: String(cString: strerror(code)))
    }
}

/// Sets the thread's name, which is only for people; a system without `/proc` does without it.
private func nameCurrentThread(_ name: String) {
    // This is what pthread_setname_np does; glibc declares that function only for GNU sources, not for Swift.
    let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    let bytes = Array(name.utf8.prefix(15))
    _ = write(file, bytes, bytes.count)
    close(file)
}

/// Blocks SIGPIPE, so that a C driver that writes to a closed socket on this thread gets EPIPE and the process
/// survives.
private func blockBrokenPipeSignal() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
}
