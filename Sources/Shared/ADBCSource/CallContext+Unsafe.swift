import CADBC
import RowSource
import Text

/// How a driver's functions are called: each with an error to fill, which is read at once and given back.
struct CallContext {
    let table: UnsafeMutablePointer<AdbcDriver>
    let hasDetails: Bool
    let redactor: Redactor
    /// Whether vendor codes are Snowflake's; those of others may be the same and mean something else.
    let isSnowflake: Bool

    /// Calls one function; throws what the driver says if it fails.
    func call(
        _ operation: String, _ function: (UnsafeMutablePointer<AdbcError>) -> AdbcStatusCode?
    ) throws(SourceError) {
        var error = AdbcError()
        if hasDetails {
            // Asks for the larger structure of revision 1.1.
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

    /// Calls a function whose failure may be passed over: release, cancel.
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
        let text = error.message.map { String(cString: $0) } ?? "the driver failed without a word"
        let snowflakeCode = isSnowflake ? vendorCode : nil
        return SourceError(
            ADBCErrorClass.kind(status: status, sqlState: state, vendorCode: snowflakeCode, message: text),
            operation: operation, sqlState: state.isEmpty || state == "00000" ? nil : state, vendorCode: vendorCode,
            message: redactor.redacted(text), advice: snowflakeCode.flatMap(SnowflakeCode.advice))
    }

    /// ADBC_ERROR_VENDOR_CODE_PRIVATE_DATA.
    private static let noVendorCode = Int32.min
}
