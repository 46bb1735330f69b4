// Foundation: only for number formats.
import Foundation

/// The measurements as Markdown tables, with the project's bars.
struct Report {
    let options: LoadOptions
    let scenarios: [Scenario]

    var text: String {
        var lines = [row([""] + scenarios.map(\.name)), row(["---"] + scenarios.map { _ in "---:" })]
        lines.append(row(["plan written, s"] + scenarios.map { number(seconds($0.planning)) }))
        lines += latencies("at \(options.rate) claims/s", scenarios.map(\.steady))
        lines.append(
            row(["at full speed: chunks/s"] + scenarios.map { $0.full.time == .zero ? "" : number($0.full.rate, 0) }))
        lines += latencies("at full speed", scenarios.map(\.full))
        lines += latencies("at \(options.rate) claims/s, later", scenarios.map { $0.later ?? Measurement() })
        lines.append(row(["`work`, MB, before → after"] + scenarios.map { sizes($0, \.table) }))
        lines.append(row(["its indexes, MB, before → after"] + scenarios.map { sizes($0, \.indexes) }))
        lines.append(row(["dead rows after"] + scenarios.map { "\($0.after.deadRows)" }))
        return lines.joined(separator: "\n") + "\n\n" + bars
    }

    /// Each bar with the measured value.
    private var bars: String {
        guard let small = scenarios.first, let large = scenarios.dropFirst().first else { return "" }
        var lines = [row(["bar", "measured", ""]), row(["---", "---", "---"])]
        func add(_ bar: String, _ value: Double, _ unit: String, isMet: Bool) {
            lines.append(row([bar, "\(number(value)) \(unit)", isMet ? "met" : "**missed**"]))
        }
        let planning = seconds(large.planning)
        add("1 M chunks planned in ≤ 15 s", planning, "s", isMet: planning <= 15)
        let smallest = small.steady.claims.milliseconds(atShare: 0.99) ?? 0
        for scenario in scenarios.dropFirst() {
            for (name, measurement) in [("", scenario.steady), (", later", scenario.later ?? scenario.steady)] {
                let p99 = measurement.claims.milliseconds(atShare: 0.99) ?? 0
                add("claim p99 ≤ 5 ms: \(scenario.name)\(name)", p99, "ms", isMet: p99 <= 5)
                add(
                    "claim p99 ≤ 1.3 × \(small.name): \(scenario.name)\(name)", p99 / smallest, "×",
                    isMet: p99 <= 1.3 * smallest)
            }
        }
        return lines.joined(separator: "\n")
    }

    private func latencies(_ name: String, _ measurements: [Measurement]) -> [String] {
        [("claim", \Measurement.claims), ("finish", \Measurement.finishes)].map { call, times in
            row(
                ["\(name): \(call) p50 / p99, ms"]
                    + measurements.map { measurement in
                        guard let middle = measurement[keyPath: times].milliseconds(atShare: 0.5),
                            let high = measurement[keyPath: times].milliseconds(atShare: 0.99)
                        else { return "" }
                        return "\(number(middle)) / \(number(high))"
                    })
        }
    }

    private func sizes(_ scenario: Scenario, _ size: KeyPath<LoadQueue.Size, Double>) -> String {
        "\(number(scenario.before[keyPath: size], 1)) → \(number(scenario.after[keyPath: size], 1))"
    }

    private func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }

    private func number(_ value: Double, _ digits: Int = 2) -> String {
        String(format: "%.\(digits)f", value)
    }

    private func row(_ cells: [String]) -> String {
        "| \(cells.joined(separator: " | ")) |"
    }
}
