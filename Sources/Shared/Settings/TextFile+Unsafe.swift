// Glibc: open(2) gives the reason as errno; Foundation would hide it behind codes of its own.
import Glibc

/// Reads whole small text files: a configuration, a secret.
enum TextFile {
    static func read(_ path: String) throws(FileError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = block.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                guard errno == EINTR else { throw failure(errno) }
                continue
            }
            guard count > 0 else { break }
            bytes += block[..<count]
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FileError(.notText, reason: "isn't UTF-8 text")
        }
        return text
    }

    private static func failure(_ code: Int32) -> FileError {
        switch code {
        case ENOENT, ENOTDIR: FileError(.missing, reason: "doesn't exist")
        case EISDIR: FileError(.directory, reason: "is a directory")
        case EACCES, EPERM: FileError(.permission, reason: "may not be read by this user")
        default: FileError(.other, reason: "can't be read: \(String(cString: strerror(code)))")
        }
    }
}
