import CLibPQ

/// What the server answered to one statement. Owns the result and frees it.
// SAFETY: a result doesn't change after libpq handed it over, and libpq lets threads share it then.
final class QueryResult: @unchecked Sendable {
    let statement: String
    /// Column numbers by name; of two with the same name the first.
    let columns: [String: Int32]
    private let result: OpaquePointer

    init(taking result: OpaquePointer, statement: String) {
        self.result = result
        self.statement = statement
        let names = (0..<PQnfields(result)).map { (string(PQfname(result, $0)) ?? "", $0) }
        columns = Dictionary(names) { first, _ in first }
    }

    deinit {
        PQclear(result)
    }

    var status: ExecStatusType { PQresultStatus(result) }
    var rows: Int { Int(PQntuples(result)) }
    /// The command as the server tells it: `COMMIT`, `COPY 17`.
    var commandTag: String { string(PQcmdStatus(result)) ?? "" }
    /// Rows that the statement inserted, changed, copied or returned.
    var affectedRows: Int { string(PQcmdTuples(result)).flatMap { Int($0) } ?? 0 }

    /// The columns in their order.
    var resultColumns: [ResultColumn] {
        (0..<PQnfields(result)).map { column in
            ResultColumn(
                name: string(PQfname(result, column)) ?? "", typeID: PQftype(result, column),
                modifier: Int(PQfmod(result, column)))
        }
    }

    /// All values as the server prints them, nil for NULL.
    var texts: [[String?]] {
        let width = PQnfields(result)
        return (0..<rows).map { row in (0..<width).map { text(row: row, column: $0) } }
    }

    func text(row: Int, column: Int32) -> String? {
        guard PQgetisnull(result, Int32(row), column) == 0, let bytes = PQgetvalue(result, Int32(row), column) else {
            return nil
        }
        let length = Int(PQgetlength(result, Int32(row), column))
        return String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
    }

    /// The server's error, or libpq's when the server has said nothing; nil when all went well.
    var error: PostgresError? {
        guard status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE else { return nil }
        guard let state = string(snowmelt_error_sqlstate(result)) else {
            let message = string(PQresultErrorMessage(result)) ?? ""
            return PostgresError(
                .connectionLost, message: "the connection broke: \(trimmed(message))", statement: statement,
                operation: "PQgetResult")
        }
        let message = string(snowmelt_error_message(result)) ?? "no message"
        return PostgresError(
            PostgresError.kind(ofState: state), sqlState: state,
            message: PostgresError.redacted(message: message, state: state),
            detail: string(snowmelt_error_detail(result)), hint: string(snowmelt_error_hint(result)),
            context: string(snowmelt_error_context(result)), statement: statement, operation: "PQgetResult")
    }
}
