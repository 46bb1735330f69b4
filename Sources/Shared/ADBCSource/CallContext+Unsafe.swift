import CADBC
import RowSource
import Text

/// Calls a driver's functions, each with an error structure that is read and released right after the call.
struct CallContext {
    let table: UnsafeMutablePointer<AdbcDriver>
    let hasDetails: Bool
    let redactor: Redactor
    /// Whether vendor codes are Snowflake's; the same codes from other systems may mean something else.
    let isSnowflake: Bool

    /// Calls one function; throws the driver's error if it fails.
    func call(
        _ operation: String, _ function: (UnsafeMutablePointer<AdbcError>) -> AdbcStatusCode?
    ) throws(SourceError) {
        var error = AdbcError()
        if hasDetails {
            // Requests the larger error structure of revision 1.1.
            error.vendor_code = Self.noVendorCode
            error.private_driver = table
        }
        let status = function(&error)
        guard let status else {
            throw SourceError(
                .statement, operation: operation, message: "the driver doesn't have the function \(operation)")
        }
        defer { error.release?(&error) }
        guard status != ADBC_STATUS_OK else { return }
        throw sourceError(error, status: status, operation: operation)
    }

    /// Calls a function whose failure can be ignored: release, cancel.
    func attempt(_ function: (UnsafeMutablePointer<AdbcError>) -> AdbcStatusCode?) {
        var error = AdbcError()
        if hasDetails {
            error.vendor_code = Self.noVendorCode
            error.private_driver = table
        }
        _ = function(&error)
        error.release?(&error)
    }

    func sourceError(_ error: AdbcError, status: AdbcStatusCode, operation: String) -> SourceError {
        let state = withUnsafeBytes(of: error.sqlstate) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        let vendorCode =
            error.vendor_code == 0 || error.vendor_code == Self.noVendorCode ? nil : Int(error.vendor_code)
        let text = error.message.map { String(cString: $0) } ?? "the driver failed without a message"
        return sourceError(
            text, status: status, sqlState: state.isEmpty || state == "00000" ? nil : state, vendorCode: vendorCode,
            operation: operation)
    }

    /// - Parameter vendorCode: `nil` if the driver returns none; Snowflake's may still be in the message.
    func sourceError(
        _ text: String, status: AdbcStatusCode, sqlState: String? = nil, vendorCode: Int? = nil, operation: String
    ) -> SourceError {
        let code = isSnowflake ? vendorCode ?? SnowflakeCode.stated(in: text) : nil
        let kind = ADBCErrorClass.kind(status: status, sqlState: sqlState ?? "", vendorCode: code, message: text)
        var advice = code.flatMap(SnowflakeCode.advice)
        // Snowflake's driver fetches the parts of a result from other hosts, and reports failures there without a code.
        if isSnowflake, code == nil, operation == ArrowStream.fetching, [.connection, .other].contains(kind) {
            advice = SnowflakeCode.partAdvice
        }
        return SourceError(
            kind, operation: operation, sqlState: sqlState, vendorCode: vendorCode ?? code,
            message: redactor.redacted(text), advice: advice)
    }

    /// ADBC_ERROR_VENDOR_CODE_PRIVATE_DATA.
    private static let noVendorCode = Int32.min
}
