import RowSource
import Text

/// What a driver said about a call: all its records.
struct Diagnostics {
    struct Record {
        var sqlState: String
        var vendorCode: Int
        var message: String

        /// The vendor code where it is Snowflake's: drivers put their maker's name before what they say, and some
        /// builds of unixODBC its own before that.
        var snowflakeCode: Int? {
            ["[Snowflake]", "[unixODBC][Snowflake]"].contains { message.hasPrefix($0) } ? vendorCode : nil
        }
    }

    var records: [Record]

    /// Whether a value was cut to fit its buffer.
    var saysCut: Bool { records.contains { $0.sqlState == "01004" } }

    /// A warning that a value isn't the source's own: cut fractions, replaced characters.
    var inexact: Record? { records.first { ["01S07", "22018", "22001", "22003"].contains($0.sqlState) } }

    /// The error for the call `operation`, texts redacted.
    func error(operation: String, redactor: Redactor) -> SourceError {
        // A driver that isn't there is told by the state of any record; otherwise the first one counts.
        let leading =
            records.first { ODBCErrorClass.isMissingDriver(sqlState: $0.sqlState, message: $0.message) }
            ?? records.first
        var messages: [String] = []
        for record in records where !messages.contains(record.message) {
            messages.append(record.message)
        }
        let text = messages.isEmpty ? "the driver failed without a word" : messages.joined(separator: "; ")
        return SourceError(
            leading.map(Self.kind) ?? .other, operation: operation, sqlState: leading?.sqlState,
            vendorCode: leading?.vendorCode, message: redactor.redacted(text),
            advice: leading?.snowflakeCode.flatMap(SnowflakeCode.advice))
    }

    private static func kind(_ record: Record) -> SourceError.Kind {
        record.snowflakeCode.flatMap(SnowflakeCode.kind)
            ?? ODBCErrorClass.kind(sqlState: record.sqlState, message: record.message)
    }
}
