import Glibc
package import Model

/// How many files and connections this process may have open.
package enum OpenFiles {
    /// Makes sure of so many, raising the limit as far as the system allows.
    ///
    /// Asked for at the start: where files run out later, the language's runtime ends the process.
    package static func require(_ count: Int, hint: String) throws(Failure) {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        guard limit.rlim_cur < rlim_t(count) else { return }
        let allowed = Int(clamping: limit.rlim_cur)
        limit.rlim_cur = min(limit.rlim_max, rlim_t(count))
        guard limit.rlim_cur == rlim_t(count), setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        else {
            throw Failure(
                .usage, "this process may have \(allowed) open files and needs \(count)", hint: hint)
        }
    }
}
