/// The oracle's findings: whether each invariant holds, and the facts.
package struct Verdict: Error, Sendable, CustomStringConvertible {
    /// The violations of each invariant, in words; empty if it was checked and holds.
    package private(set) var findings: [Invariant: [String]] = [:]
    private var seen: [Invariant: String] = [:]
    /// The programs' logs.
    var logs: [String] = []

    package var broken: Set<Invariant> { Set(findings.filter { !$0.value.isEmpty }.keys) }

    /// A line for each invariant, followed by its violations; if one is violated, also the logs.
    package var description: String {
        (Invariant.allCases.map { line(of: $0) } + (broken.isEmpty ? [] : logs)).joined(separator: "\n")
    }

    private func line(of invariant: Invariant) -> String {
        guard let findings = findings[invariant] else { return "\(invariant.title): not checked" }
        let state = findings.isEmpty ? "holds" : "BROKEN"
        let facts = seen[invariant].map { " (\($0))" } ?? ""
        return (["\(invariant.title): \(state)\(facts)"] + findings.map { "    \($0)" }).joined(separator: "\n")
    }

    mutating func record(_ invariant: Invariant, _ findings: [String], seen: String) {
        self.findings[invariant] = findings
        self.seen[invariant] = seen
    }
}
