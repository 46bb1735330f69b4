import Glibc

/// An in-memory disk of a few MiB, owned by the servers' user, for a tablespace or a write-ahead log.
///
/// It is unmounted when it is released, or when the test process ends.
package final class SmallDisk: Sendable {
    /// The reason why this isn't possible on this machine; `nil` if it is.
    package static let obstacle: String? = getuid() == 0 ? nil : "mounting a file system needs root"

    package let path: String

    package init(mebibytes: Int) throws {
        path = try Command.output(of: ["/bin/sh", "-c", "mktemp -d /tmp/snowmelt-disk.XXXXXX"])
        try Watchdog.start("umount -l '\(path)' && rmdir '\(path)'")
        _ = try Command.output(of: ["/usr/bin/env", "mount", "-t", "tmpfs", "-o", "size=\(mebibytes)m", "tmpfs", path])
        _ = try Command.output(of: ["/usr/bin/env", "chown", "postgres", path])
    }

    deinit {
        do {
            // Lazily, because a server that is ending may still have open files on it.
            _ = try Command.output(of: ["/usr/bin/env", "umount", "-l", path])
            rmdir(path)
        } catch {
            print("disk \(path) couldn't be unmounted: \(error)")
        }
    }

    /// Changes its size; its files stay.
    package func resize(mebibytes: Int) throws {
        _ = try Command.output(of: ["/usr/bin/env", "mount", "-o", "remount,size=\(mebibytes)m", path])
    }

    /// Fills it completely, until `freeUp`.
    package func fill() throws {
        let script =
            #"dd if=/dev/zero of="$0/filler" bs=64k 2>/dev/null; dd if=/dev/zero bs=1k >>"$0/filler" 2>/dev/null; true"#
        _ = try Command.output(of: ["/bin/sh", "-c", script, path])
    }

    /// Removes the data that `fill` wrote.
    package func freeUp() throws {
        _ = try Command.output(of: ["/usr/bin/env", "rm", "-f", "\(path)/filler"])
    }

    /// Creates a folder on it, owned by the servers' user.
    func makeFolder(_ name: String) throws -> String {
        _ = try Command.output(of: PostgresPrograms.asServer + ["/usr/bin/env", "mkdir", "\(path)/\(name)"])
        return "\(path)/\(name)"
    }
}

extension TestDatabase {
    /// Places all new tables and indexes of the database on `disk`.
    ///
    /// Drop the database and then the tablespace `small_<database>` before the disk is released: see
    /// `dropWithTablespace`.
    package func moveTablesAhead(to disk: SmallDisk) async throws {
        let folder = try disk.makeFolder(name)
        try await execute("CREATE TABLESPACE \"small_\(name)\" LOCATION '\(folder)'")
        try await execute("ALTER DATABASE \"\(name)\" SET default_tablespace = 'small_\(name)'")
    }

    /// Drops a database whose tables are on a small disk.
    package func dropWithTablespace() async throws {
        try await drop()
        try await cluster.administer("DROP TABLESPACE \"small_\(name)\"")
    }
}
