/// What the oracle found: for each invariant whether it holds, and what was seen.
package struct Verdict: Error, Sendable, CustomStringConvertible {
    /// What breaks an invariant, in words; an empty list: it was looked at and holds.
    package private(set) var findings: [Invariant: [String]] = [:]
    private var seen: [Invariant: String] = [:]
    /// What the programs logged.
    var logs: [String] = []

    package var broken: Set<Invariant> { Set(findings.filter { !$0.value.isEmpty }.keys) }

    /// A line for each invariant, and under it what breaks it; when one is broken, the logs.
    package var description: String {
        (Invariant.allCases.map { line(of: $0) } + (broken.isEmpty ? [] : logs)).joined(separator: "\n")
    }

    private func line(of invariant: Invariant) -> String {
        guard let findings = findings[invariant] else { return "\(invariant.title): not looked at" }
        let state = findings.isEmpty ? "holds" : "BROKEN"
        let facts = seen[invariant].map { " (\($0))" } ?? ""
        return (["\(invariant.title): \(state)\(facts)"] + findings.map { "    \($0)" }).joined(separator: "\n")
    }

    mutating func record(_ invariant: Invariant, _ findings: [String], seen: String) {
        self.findings[invariant] = findings
        self.seen[invariant] = seen
    }
}
