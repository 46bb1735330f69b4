import Glibc
package import Model

/// The limit on this process's open files and connections.
package enum OpenFiles {
    /// Ensures that the process may open `count` files, raising the limit if the system allows it.
    ///
    /// Must be called at the start: if files run out later, Swift's runtime ends the process.
    package static func require(_ count: Int, hint: String) throws(Failure) {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        guard limit.rlim_cur < rlim_t(count) else { return }
        let allowed = Int(clamping: limit.rlim_cur)
        limit.rlim_cur = min(limit.rlim_max, rlim_t(count))
        guard limit.rlim_cur == rlim_t(count), setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        else {
            throw Failure(
                .usage, "this process needs \(count) open files, but may have only \(allowed)", hint: hint)
        }
    }
}
