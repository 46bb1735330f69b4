import Glibc

/// Whether this process has reached its limit of open files and connections, regardless of which call failed because of
/// it.
enum FileShortage {
    static var isMet: Bool {
        let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return errno == EMFILE }
        close(file)
        return false
    }
}
