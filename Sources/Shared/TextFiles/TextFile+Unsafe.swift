// Glibc: open(2) reports the reason as errno; Foundation would hide it behind its own codes.
import Glibc

/// Reads whole small text files: a configuration, a secret, a key, a driver's manifest.
///
/// Only regular files are read, and none larger than the caller allows: a pipe without a writer would block, and a
/// device has no end.
package enum TextFile {
    /// Reads a UTF-8 file; a byte order mark at its start isn't part of the text.
    ///
    /// - Parameter limit: the maximum size in bytes.
    package static func read(_ path: String, limit: Int) throws(FileError) -> String {
        // Without waiting for a pipe's writer, and without making a terminal the controlling one.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw failure(errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            if facts.st_mode & S_IFMT == S_IFDIR { throw failure(EISDIR) }
            throw FileError(.notRegular, reason: "is a pipe or a device; only regular files are read")
        }
        // The file may grow meanwhile, and files in /proc have no size, so the bytes read are counted.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(Int(facts.st_size), limit))
        var block = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= limit {
            let count = block.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                guard errno == EINTR else { throw failure(errno) }
                continue
            }
            guard count > 0 else { break }
            bytes += block[..<count]
        }
        guard bytes.count <= limit else {
            throw FileError(
                .tooLarge, reason: "is larger than \(limit >> 10) KiB, the most that is read of such a file")
        }
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        guard let text = String(validating: hasMark ? bytes.dropFirst(3) : bytes[...], as: UTF8.self) else {
            throw FileError(.notText, reason: "isn't UTF-8 text; save it with the encoding UTF-8")
        }
        return text
    }

    private static func failure(_ code: Int32) -> FileError {
        switch code {
        case ENOENT, ENOTDIR: FileError(.missing, reason: "doesn't exist")
        case EISDIR: FileError(.directory, reason: "is a directory")
        case EACCES, EPERM: FileError(.permission, reason: "may not be read by this user")
        // A socket.
        case ENXIO: FileError(.notRegular, reason: "is a socket; only regular files are read")
        default: FileError(.other, reason: "can't be read: \(String(cString: strerror(code)))")
        }
    }
}
