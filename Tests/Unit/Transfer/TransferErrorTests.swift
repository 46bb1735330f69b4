import Failures
import Model
import PGCopy
import Postgres
import RowSource
import Testing
import Transfer

@Suite("The fate of a chunk whose attempt failed")
struct TransferErrorTests {
    private static let table = QualifiedName(schema: "public", name: "visits")

    @Test(
        "errors of the source",
        arguments: [
            (SourceError.Kind.connection, FailureRule.Disposition.transient), (.cancelled, .transient),
            (.other, .transient), (.outgrown, .transient), (.driverMissing, .permanent),
            (.authentication, .permanent), (.notFound, .permanent), (.statement, .permanent), (.value, .permanent),
        ])
    func source(kind: SourceError.Kind, disposition: FailureRule.Disposition) {
        #expect(TransferError.source(SourceError(kind, operation: "op", message: "m")).disposition == disposition)
    }

    @Test("Snowflake's error numbers: which are retried")
    func snowflake() throws {
        for (disposition, codes) in [
            (
                FailureRule.Disposition.transient,
                [603, 604, 630, 262_000, 390_111, 390_112, 390_114] + Array(261_000...261_010)
            ),
            (
                .permanent,
                [
                    1003, 2003, 904, 2043, 100_035, 100_038, 100_071, 390_100, 390_144, 394_304, 390_201, 390_189,
                    390_303, 390_318, 606, 707, 3001, 90_073,
                ]
            ),
        ] {
            for code in codes {
                let kind = try #require(SnowflakeCode.kind(code), "\(code)")
                let error = TransferError.source(SourceError(kind, operation: "op", vendorCode: code, message: "m"))
                #expect(error.disposition == disposition, "\(code)")
            }
        }
    }

    @Test(
        "errors of the target, by SQLSTATE",
        arguments: [
            ("08006", FailureRule.Disposition.transient), ("25006", .transient), ("40001", .transient),
            ("40P01", .transient), ("53100", .transient), ("53300", .transient), ("55P03", .transient),
            ("57P01", .transient), ("57014", .transient), ("22001", .permanent), ("22P02", .permanent),
            ("23505", .permanent), ("23502", .permanent), ("28P01", .permanent), ("42501", .permanent),
            ("42P01", .permanent), ("XX000", .permanent),
        ])
    func target(state: String, disposition: FailureRule.Disposition) {
        #expect(TransferError.target(error(.server, state: state)).disposition == disposition)
    }

    @Test(
        "errors of the target that don't come from the server",
        arguments: [
            (PostgresError.Kind.unreachable, FailureRule.Disposition.transient), (.connectionLost, .transient),
            (.deadline, .transient), (.cancelled, .transient), (.options, .permanent), (.misuse, .permanent),
            (.value, .permanent), (.authentication, .permanent),
        ])
    func targetKinds(kind: PostgresError.Kind, disposition: FailureRule.Disposition) {
        #expect(TransferError.target(error(kind, state: nil)).disposition == disposition)
    }

    @Test("differing row counts are retried, values that don't fit aren't, and a chunk with another owner is dropped")
    func ours() {
        let refused = EncodeError(column: "price", row: 17, target: .bigint, refusal: .fraction)
        #expect(TransferError.rowsDiffer(fetched: 2, stored: 1, expected: nil).disposition == .transient)
        #expect(TransferError.encode(refused).disposition == .permanent)
        #expect(TransferError.outgrown(restarts: 40).disposition == .permanent)
        #expect(TransferError.fenced(Self.table).disposition == .fenced)
        #expect(TransferError.leaseLost.disposition == .fenced)
    }

    @Test("messages contain the place and advice, and no row values")
    func texts() {
        let duplicate = PostgresError(
            .server, sqlState: "23505", message: "duplicate key value violates unique constraint \"visits_pkey\"",
            detail: "Key (id)=(canary) already exists.", context: "COPY visits, line 17, column id: \"canary\"",
            statement: "copy_chunk", operation: "PQgetResult")
        let errors: [TransferError] = [
            .target(duplicate), .fenced(Self.table), .leaseLost, .outgrown(restarts: 40),
            .rowsDiffer(fetched: 2, stored: 1, expected: nil), .rowsDiffer(fetched: 2, stored: 2, expected: 3),
            .encode(EncodeError(column: "price", row: 17, target: .bigint, refusal: .fraction)),
        ]
        for error in errors { #expect(!"\(error)".contains("canary")) }
        #expect("\(errors[0])".contains("line 17"))
        #expect("\(errors[0])".contains("mode replace"))
        #expect("\(errors[1])".contains("public.visits"))
        #expect("\(errors[5])".contains("3 rows"))
    }

    private func error(_ kind: PostgresError.Kind, state: String?) -> PostgresError {
        PostgresError(kind, sqlState: state, message: "m", statement: "s", operation: "o")
    }
}
