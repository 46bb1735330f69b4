import Glibc
import Synchronization

/// Hosts on a private network of a test.
///
/// They are network namespaces, each with one address, connected by a bridge in another namespace. There is no
/// connection to other networks.
///
/// A server or program runs on a host through `Host.inside`. The namespaces are removed when the network is released,
/// or when the test process ends.
package final class TestNetwork: Sendable {
    /// A host of the network.
    package struct Host: Sendable {
        package let name: String
        /// The address, valid only on this network.
        package let address: String
        /// The surrounding that runs a program on this host.
        package let inside: Surrounding
        let space: String
        /// Keeps the network alive while its hosts are used.
        let network: TestNetwork
    }

    /// The reason why this isn't possible on this machine; `nil` if it is.
    package static let obstacle: String? = {
        do {
            let network = try TestNetwork(["one", "two"])
            try network.lose(percent: 50, between: network.host("one"), and: network.host("two"))
            return nil
        } catch {
            return "no private network: \(error)"
        }
    }()

    private let names: [String]
    private let prefix: String
    private static let networks = Atomic<Int>(0)

    /// Creates the network with hosts of these names.
    package init(_ names: [String]) throws {
        let number = Self.networks.add(1, ordering: .relaxed).newValue
        self.names = names
        prefix = "snowmelt-\(getpid())-\(number)"
        let spaces = (names + ["switch"]).map { "\(prefix)-\($0)" }
        try Watchdog.start("for space in \(spaces.joined(separator: " ")); do ip netns del $space; done")
        for space in spaces { try Self.run("ip", "netns", "add", space) }
        let bridge = "\(prefix)-switch"
        try Self.run("ip", "-n", bridge, "link", "add", "bridge", "type", "bridge")
        try Self.run("ip", "-n", bridge, "link", "set", "bridge", "up")
        for (index, name) in names.enumerated() {
            let space = "\(prefix)-\(name)"
            let plug = "plug\(index)"
            try Self.run("ip", "-n", space, "link", "add", "wire", "type", "veth", "peer", plug, "netns", bridge)
            try Self.run("ip", "-n", bridge, "link", "set", plug, "master", "bridge", "up")
            try Self.run("ip", "-n", space, "address", "add", "\(Self.address(index))/24", "dev", "wire")
            try Self.run("ip", "-n", space, "link", "set", "wire", "up")
            try Self.run("ip", "-n", space, "link", "set", "lo", "up")
            try nft(space, "add table inet test")
            try nft(space, "add chain inet test arriving { type filter hook input priority 0; policy accept; }")
        }
    }

    deinit {
        for name in names + ["switch"] {
            do {
                try Self.run("ip", "netns", "del", "\(prefix)-\(name)")
            } catch {
                print("\(error)")
            }
        }
    }

    /// The host with this name.
    package func host(_ name: String) throws -> Host {
        guard let index = names.firstIndex(of: name) else { throw TestKitError("the network has no host \(name)") }
        let space = "\(prefix)-\(name)"
        return Host(
            name: name, address: Self.address(index),
            inside: Surrounding(command: ["/usr/bin/env", "nsenter", "--net=/run/netns/\(space)"]), space: space,
            network: self)
    }

    /// From now on, drops all packets between the two hosts, in both directions.
    package func cut(_ one: Host, from other: Host) throws {
        try drop("", between: one, and: other)
    }

    /// From now on, drops a random share of the packets between the two hosts, in percent.
    package func lose(percent: Int, between one: Host, and other: Host) throws {
        try drop("numgen random mod 100 < \(percent)", between: one, and: other)
    }

    /// Ends all dropping of packets.
    package func heal() throws {
        for name in names { try nft("\(prefix)-\(name)", "flush chain inet test arriving") }
    }

    /// The number of packets dropped since the last `heal`.
    package var lostPackets: Int {
        get throws {
            try names.reduce(0) { sum, name in
                let rules = try Self.run(
                    "ip", "netns", "exec", "\(prefix)-\(name)", "nft", "list", "chain", "inet", "test", "arriving")
                // "counter packets 12 bytes 720 drop"
                let words = rules.split(whereSeparator: \.isWhitespace)
                let counts = words.indices.filter { words[$0] == "packets" }.compactMap { Int(words[$0 + 1]) }
                return sum + counts.reduce(0, +)
            }
        }
    }

    private func drop(_ condition: String, between one: Host, and other: Host) throws {
        for (host, sender) in [(one, other), (other, one)] {
            try nft(host.space, "add rule inet test arriving ip saddr \(sender.address) \(condition) counter drop")
        }
    }

    private func nft(_ space: String, _ command: String) throws {
        try Self.run("ip", "netns", "exec", space, "nft", command)
    }

    @discardableResult
    private static func run(_ command: String...) throws -> String {
        try Command.output(of: ["/usr/bin/env"] + command)
    }

    private static func address(_ index: Int) -> String { "10.77.0.\(index + 1)" }
}
