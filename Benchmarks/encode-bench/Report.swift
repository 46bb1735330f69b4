// Foundation: only for JSON and number formats.
import Foundation

/// The measurements as a Markdown table or as JSON.
struct Report {
    private struct Entry: Encodable {
        let subject: String
        let layout: String
        let rowsPerSecond: Int
        let bytesPerRow: Double
        let nanosecondsPerRow: Double
        let nanosecondsPerCopy: Double
    }

    private let measurements: [Measurement]

    init(_ measurements: [Measurement]) {
        self.measurements = measurements
    }

    var table: String {
        let head = [
            "| rows | from | million rows/s | ns per row | × copying | bytes per row | MB/s |",
            "|---|---|---:|---:|---:|---:|---:|",
        ]
        let lines = measurements.map { measurement in
            let (rows, bytes) = (Double(measurement.rows), Double(measurement.bytes))
            let numbers = [
                number(measurement.rowsPerSecond / 1e6, 1), number(measurement.nanosecondsPerRow, 1),
                number(measurement.nanosecondsPerRow / measurement.nanosecondsPerCopy, 1),
                number(bytes / rows, 0), number(measurement.bytesPerSecond / 1e6, 0),
            ]
            let cells = [measurement.subject.name, measurement.subject.layout] + numbers
            return "| \(cells.joined(separator: " | ")) |"
        }
        return (head + lines).joined(separator: "\n")
    }

    var json: String {
        get throws {
            let entries = measurements.map { measurement in
                Entry(
                    subject: measurement.subject.name, layout: measurement.subject.layout,
                    rowsPerSecond: Int(measurement.rowsPerSecond),
                    bytesPerRow: Double(measurement.bytes) / Double(measurement.rows),
                    nanosecondsPerRow: measurement.nanosecondsPerRow,
                    nanosecondsPerCopy: measurement.nanosecondsPerCopy)
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(entries), as: UTF8.self)
        }
    }

    private func number(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}
