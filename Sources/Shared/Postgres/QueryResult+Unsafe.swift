import CLibPQ

/// The server's answer to one statement; owns and frees libpq's result.
// SAFETY: libpq doesn't change a result after returning it, and then allows threads to share it.
final class QueryResult: @unchecked Sendable {
    let statement: String
    /// Column numbers by name; for duplicate names, the first.
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
    /// The server's command tag: `COMMIT`, `COPY 17`.
    var commandTag: String { string(PQcmdStatus(result)) ?? "" }
    /// Number of rows that the statement inserted, changed, copied or returned.
    var affectedRows: Int { string(PQcmdTuples(result)).flatMap { Int($0) } ?? 0 }

    /// The columns, in order.
    var resultColumns: [ResultColumn] {
        (0..<PQnfields(result)).map { column in
            ResultColumn(
                name: string(PQfname(result, column)) ?? "", typeID: PQftype(result, column),
                modifier: Int(PQfmod(result, column)))
        }
    }

    /// All values as the server prints them, `nil` for NULL.
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

    /// The server's error, or libpq's if the server reported none; `nil` on success.
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
            PostgresError.kind(ofState: state, message: message), sqlState: state,
            message: PostgresError.redacted(message: message, state: state),
            detail: string(snowmelt_error_detail(result)), hint: string(snowmelt_error_hint(result)),
            context: string(snowmelt_error_context(result)), statement: statement, operation: "PQgetResult")
    }
}
