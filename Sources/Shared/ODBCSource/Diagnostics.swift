import RowSource
import Text

/// All diagnostic records of one driver call.
struct Diagnostics {
    struct Record {
        var sqlState: String
        var vendorCode: Int
        var message: String

        /// The vendor code, if it is Snowflake's.
        ///
        /// Drivers prefix their messages with their vendor's name, and some builds of unixODBC add their own before it.
        var snowflakeCode: Int? {
            ["[Snowflake]", "[unixODBC][Snowflake]"].contains { message.hasPrefix($0) } ? vendorCode : nil
        }
    }

    var records: [Record]

    /// Whether a value was truncated to fit its buffer.
    var saysCut: Bool { records.contains { $0.sqlState == "01004" } }

    /// A warning that a value differs from the source's: truncated fractions, replaced characters.
    var inexact: Record? { records.first { ["01S07", "22018", "22001", "22003"].contains($0.sqlState) } }

    /// The error for the call `operation`, with redacted texts.
    func error(operation: String, redactor: Redactor) -> SourceError {
        // Any record's state can show that the driver is missing; otherwise the first record decides.
        let leading =
            records.first { ODBCErrorClass.isMissingDriver(sqlState: $0.sqlState, message: $0.message) }
            ?? records.first
        var messages: [String] = []
        for record in records where !messages.contains(record.message) {
            messages.append(record.message)
        }
        let text = messages.isEmpty ? "the driver failed without a message" : messages.joined(separator: "; ")
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
