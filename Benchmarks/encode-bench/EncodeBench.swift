// Foundation: only for the environment.
import Foundation

/// Measures the encoder on one core: rows of `lineitem`, and each type by itself.
///
/// It encodes Arrow columns and columns in the form of ODBC drivers. The encoded bytes are discarded, so only encoding
/// is measured.
///
/// `ROWS`, `ROUNDS` and `ONLY` select how much is measured; `FORMAT=json` is for programs.
@main
struct EncodeBench {
    static func main() throws {
        let options = try BenchOptions(environment: ProcessInfo.processInfo.environment)
        var measurements = try (Subject.lineItems() + Subject.types())
            .filter { options.only.isEmpty || $0.name.contains(options.only) }
            .map { try Measurement($0) }
        for _ in 0..<options.rounds {
            for index in measurements.indices {
                let isColumn = measurements[index].subject.columns.count == 1
                try measurements[index].run(rows: isColumn ? options.rows * 4 : options.rows)
            }
        }
        let report = Report(measurements)
        print(options.isJSON ? try report.json : report.table)
    }
}
