import Glibc

/// Whether this process can open no more files and connections, whatever failed for want of one.
enum FileShortage {
    static var isMet: Bool {
        let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return errno == EMFILE }
        close(file)
        return false
    }
}
