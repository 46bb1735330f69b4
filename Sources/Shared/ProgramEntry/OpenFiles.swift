import Glibc
package import Model

/// The limit of files and connections that this process may have open.
package enum OpenFiles {
    /// Raises the limit to at least `count`, or throws if the system doesn't allow that.
    ///
    /// Checked at the start, because the Swift runtime ends the process if files run out later.
    package static func require(_ count: Int, hint: String) throws(Failure) {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        guard limit.rlim_cur < rlim_t(count) else { return }
        let allowed = Int(clamping: limit.rlim_cur)
        limit.rlim_cur = min(limit.rlim_max, rlim_t(count))
        guard limit.rlim_cur == rlim_t(count), setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        else {
            throw Failure(
                .usage, "this process may have \(allowed) open files but needs \(count)", hint: hint)
        }
    }
}
