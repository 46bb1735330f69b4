import CUnixODBC

extension Diagnostics {
    /// Reads all diagnostic records of a handle.
    ///
    /// Call it right after the failed call, on the same thread.
    init(of handle: SQLHANDLE, type: Int32, text: CallText) {
        records = []
        // Bounded, because a driver might never return NO_DATA.
        for number in 1...100 {
            guard let record = Self.record(SQLSMALLINT(number), of: handle, type: SQLSMALLINT(type), text: text) else {
                break
            }
            records.append(record)
        }
    }

    private static func record(
        _ number: SQLSMALLINT, of handle: SQLHANDLE, type: SQLSMALLINT, text: CallText
    ) -> Record? {
        var vendorCode: SQLINTEGER = 0
        var length: SQLSMALLINT = 0
        switch text {
        case .narrow:
            var state = [SQLCHAR](repeating: 0, count: 6)
            var message = [SQLCHAR](repeating: 0, count: 4096)
            let result = SQLGetDiagRec(type, handle, number, &state, &vendorCode, &message, 4096, &length)
            guard succeeded(result) else { return nil }
            return Record(
                sqlState: String(decoding: state.prefix { $0 != 0 }, as: UTF8.self), vendorCode: Int(vendorCode),
                message: String(decoding: message.prefix { $0 != 0 }, as: UTF8.self))
        case .wide:
            var state = [SQLWCHAR](repeating: 0, count: 6)
            var message = [SQLWCHAR](repeating: 0, count: 4096)
            let result = SQLGetDiagRecW(type, handle, number, &state, &vendorCode, &message, 4096, &length)
            guard succeeded(result) else { return nil }
            return Record(
                sqlState: String(decoding: state.prefix { $0 != 0 }, as: UTF16.self), vendorCode: Int(vendorCode),
                message: String(decoding: message.prefix { $0 != 0 }, as: UTF16.self))
        }
    }
}

/// SQL_SUCCEEDED: success, possibly with a warning.
func succeeded(_ result: SQLRETURN) -> Bool {
    result == SQLRETURN(SQL_SUCCESS) || result == SQLRETURN(SQL_SUCCESS_WITH_INFO)
}
