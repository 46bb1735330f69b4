import Glibc
import TextFiles

/// A process as other processes of its host can recognise it.
///
/// The boot's random id and the namespaces tell whether two processes see the same process ids; containers share host
/// names and ids, but no namespaces. The start time distinguishes the process from a later one with its id.
package struct HostProcess: Hashable, Sendable {
    /// The boot of the machine, and the namespaces of process ids and of clocks.
    private var place: String
    private var id: pid_t
    /// In clock ticks since the boot.
    private var start: String

    private static let folder = "/proc"

    /// This process; `nil` if the system doesn't tell.
    package static var current: HostProcess? {
        let id = getpid()
        // Otherwise /proc shows the processes of another namespace.
        guard read("self/stat")?.hasPrefix("\(id) ") == true, let place, let stat = Stat(id) else { return nil }
        return HostProcess(place: place, id: id, start: stat.start)
    }

    private init(place: String, id: pid_t, start: String) {
        self.place = place
        self.id = id
        self.start = start
    }

    /// Reads the stored form; `nil` if it has another form.
    package init?(text: String) {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 3, let id = pid_t(parts[1]), id > 0 else { return nil }
        self.init(place: parts[0], id: id, start: parts[2])
    }

    /// The stored form.
    package var text: String { "\(place) \(id) \(start)" }

    /// Whether the process has certainly ended; `false` if it runs, or if this process can't tell.
    package var isGone: Bool {
        guard let here = Self.current, here.place == place else { return false }
        if kill(id, 0) != 0, errno == ESRCH { return true }
        // The system may hide other users' processes.
        guard let stat = Stat(id) else { return false }
        return stat.start != start || stat.hasEnded
    }

    private static var place: String? {
        guard let boot = read("sys/kernel/random/boot_id")?.filter({ !$0.isWhitespace }), !boot.isEmpty,
            let processes = namespace("pid")
        else { return nil }
        // A namespace of clocks shifts start times.
        return "\(boot)/\(processes)/\(namespace("time") ?? "")"
    }

    /// The text of a file; `nil` if it can't be read.
    private static func read(_ name: String) -> String? {
        do {
            return try TextFile.read("\(folder)/\(name)", limit: 4 << 10)
        } catch {
            return nil
        }
    }

    /// What identifies the namespace of this process; `nil` if the system has none of this kind.
    private static func namespace(_ kind: String) -> String? {
        var facts = stat()
        return stat("\(folder)/self/ns/\(kind)", &facts) == 0 ? "\(facts.st_dev):\(facts.st_ino)" : nil
    }

    /// The fields of a process's `stat` file.
    private struct Stat {
        var start: String
        /// Whether the process has ended and its parent hasn't asked for its exit status yet.
        var hasEnded: Bool

        init?(_ id: pid_t) {
            guard let text = HostProcess.read("\(id)/stat"),
                // The name in parentheses may contain spaces and parentheses.
                let end = text.lastIndex(of: ")")
            else { return nil }
            let fields = text[text.index(after: end)...].split(separator: " ")
            // The third field of the file, and its twenty-second.
            guard fields.count > 19 else { return nil }
            start = String(fields[19])
            // A process whose first thread has ended goes on with its other threads.
            hasEnded = ["Z", "X"].contains(fields[0]) && ["0", "1"].contains(fields[17])
        }
    }
}
