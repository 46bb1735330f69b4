import Foundation  // JSONSerialization, as an independent parser
import Model
import Presentation
import Testing
import Verification
import WorkQueue

@Suite("JSON output")
struct DocumentTests {
    private func object(_ document: some Encodable) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(try jsonText(document).utf8)) as? [String: Any])
    }

    @Test("a run has every key, with null for missing values")
    func run() throws {
        let status = Samples.run([
            Samples.table("visits"), Samples.table("new", state: .pending, copied: 0, seconds: nil, error: "x"),
        ])
        let run = try object(RunDocument(status, workers: [Samples.worker(1)]))
        let runKeys: Set = [
            "run_id", "name", "state", "source", "snapshot", "coordinator", "source_breaker", "created_at",
            "completed_at", "elapsed_seconds", "paused_since", "no_worker_since", "tables", "workers", "verification",
        ]
        #expect(Set(run.keys) == runKeys)
        #expect(run["created_at"] as? String == "2026-11-22T23:31:02.859852Z")
        #expect(run["elapsed_seconds"] as? Double == 723 && run["completed_at"] is NSNull)
        #expect(run["coordinator"] as? String == "ann@host, process 7" && run["verification"] is NSNull)
        #expect(run["source_breaker"] is NSNull)
        let tables = try #require(run["tables"] as? [[String: Any]])
        let keys: Set = [
            "source", "target", "state", "chunks", "rows", "bytes", "rows_per_second", "eta_seconds", "error",
            "differing_chunks", "step", "step_seconds", "mode", "started_at", "completed_at",
            "rows_added",
        ]
        #expect(tables.allSatisfy { Set($0.keys) == keys })
        #expect(
            tables[0]["chunks"] as? [String: Int] == ["total": 20, "done": 5, "claimed": 2, "ready": 13, "failed": 0])
        #expect(tables[0]["rows"] as? [String: Int] == ["expected": 2_000_000, "copied": 500_000, "rejected": 0])
        #expect(tables[0]["rows_per_second"] as? Double == 50_000)
        #expect(tables[0]["eta_seconds"] as? Double == 30)
        #expect(tables[0]["error"] is NSNull && tables[1]["error"] as? String == "x")
        #expect(tables[1]["rows_per_second"] is NSNull && tables[1]["eta_seconds"] is NSNull)
        let workers = try #require(run["workers"] as? [[String: Any]])
        #expect(workers.first?["chunks"] as? Int == 3)
    }

    @Test("an open source breaker is shown with what it is waiting for")
    func breaker() throws {
        let open = BreakerStatus(state: .open, failures: 5, since: "2026-11-22", restSeconds: 26.4, error: "gone")
        let run = try object(RunDocument(Samples.run([], breaker: open), workers: []))
        let breaker = try #require(run["source_breaker"] as? [String: Any])
        #expect(Set(breaker.keys) == ["state", "failures", "since", "rest_seconds", "error"])
        #expect(breaker["state"] as? String == "open" && breaker["failures"] as? Int == 5)
        #expect(breaker["rest_seconds"] as? Double == 27)
    }

    @Test("a verification is ok only if every table is")
    func verification() throws {
        let name = QualifiedName(schema: "a", name: "b")
        let tables = [
            VerificationResult.Table(target: name, sourceRows: 1, targetRows: 1),
            VerificationResult.Table(target: name, sourceRows: 2, targetRows: 1),
        ]
        let document = try object(VerificationDocument(VerificationResult(run: RandomID(text: "x"), tables: tables)))
        #expect(document["ok"] as? Bool == false)
        #expect(document["run_id"] as? String == "x")
        let rows = try #require(document["tables"] as? [[String: Any]])
        #expect(rows.map { $0["ok"] as? Bool } == [true, false])
        #expect(
            Set(rows[0].keys) == [
                "target", "ok", "source_rows", "target_rows", "differing_chunks", "target_rows_by", "published", "mode",
                "rows_added", "state",
            ])
        #expect(
            try object(VerificationDocument(VerificationResult(run: RandomID(), tables: [tables[0]])))["ok"] as? Bool
                == true)
    }

    @Test("differing chunks are listed with their row counts, and an unpublished table isn't equal")
    func differences() throws {
        let chunk = DifferingChunk(number: 3, range: "id < 7", plannedRows: 10, copiedRows: 9)
        let tables = [
            VerificationResult.Table(
                target: QualifiedName(schema: "a", name: "b"), sourceRows: 9, targetRows: 9, isCounted: false,
                differing: [chunk], isPublished: false)
        ]
        let rows =
            try object(VerificationDocument(VerificationResult(run: RandomID(), tables: tables)))["tables"]
            as? [[String: Any]]
        let row = try #require(rows?.first)
        #expect(row["ok"] as? Bool == false && row["published"] as? Bool == false)
        #expect(row["target_rows_by"] as? String == "receipts")
        let chunks = try #require(row["differing_chunks"] as? [[String: Any]])
        #expect(chunks.first?["chunk"] as? Int == 3 && chunks.first?["range"] as? String == "id < 7")
        #expect(chunks.first?["planned_rows"] as? Int == 10 && chunks.first?["copied_rows"] as? Int == 9)
    }

    @Test("in mode append, rows are reported as added")
    func added() throws {
        let name = QualifiedName(schema: "a", name: "b")
        let result = VerificationResult(
            run: RandomID(),
            tables: [
                VerificationResult.Table(target: name, mode: .append, sourceRows: 1_000, targetRows: 1_000),
                VerificationResult.Table(target: name, sourceRows: 5, targetRows: 5),
            ])
        let rows = try object(VerificationDocument(result))["tables"] as? [[String: Any]]
        #expect(rows?[0]["rows_added"] as? Int == 1_000 && rows?[0]["mode"] as? String == "append")
        #expect(rows?[1]["rows_added"] is NSNull)
        #expect(result.text(style: .plain)[1].contains("  1,000 added  "))
        var table = Samples.table("visits")
        table.mode = .append
        let status = Samples.run([table])
        let shown = try object(RunDocument(status, workers: []))["tables"] as? [[String: Any]]
        #expect(shown?[0]["rows_added"] as? Int == 500_000)
        #expect(StatusText.run(status, workers: [], style: .plain).contains { $0.contains("  500,000 added  ") })
        let live = LiveView(status: status, workers: [], meter: RateMeter(), style: .plain)
        #expect(live.lines(width: 120, height: 24)[1].contains("500k rows added"))
    }

    @Test("a plan shows DDL, chunks, warnings and estimates, with null for unknown values")
    func plan() throws {
        let name = QualifiedName(schema: "a", name: "b")
        let document = try object(
            PlanDocument(
                tables: [
                    .init(
                        source: name, target: name, mode: .replace, ddl: "CREATE TABLE x ()", method: "one chunk",
                        skew: 1,
                        chunks: [PlannedChunk(number: 1, predicate: nil, range: "all rows", expectedRows: 7)],
                        warnings: ["w"], estimate: .init(rows: 7, bytes: 140.4, seconds: 0.123))
                ], total: .init(rows: 7, bytes: nil, seconds: 3), assumptions: ["slow"], skipped: []))
        #expect(Set(document.keys) == ["tables", "total", "assumptions", "skipped"])
        let table = try #require((document["tables"] as? [[String: Any]])?.first)
        #expect(table["ddl"] as? String == "CREATE TABLE x ()")
        #expect((table["chunks"] as? [[String: Any]])?.first?["range"] as? String == "all rows")
        #expect((table["chunks"] as? [[String: Any]])?.first?["rows"] as? Int == 7)
        #expect(table["warnings"] as? [String] == ["w"])
        #expect(table["rows"] as? Int == 7)
        #expect(table["bytes"] as? Int == 140)
        #expect(table["seconds"] as? Double == 0.2)
        #expect(table["cost"] is NSNull)
        let total = try #require(document["total"] as? [String: Any])
        #expect(total["rows"] as? Int == 7 && total["bytes"] is NSNull && total["cost"] is NSNull)
        #expect(total["seconds"] as? Double == 3)
        #expect(document["assumptions"] as? [String] == ["slow"])
    }

    @Test("an error has message, hint and exit code; a compact document is one line")
    func failure() throws {
        let document = FailureDocument(Failure(.source, "no \"driver\"", hint: nil))
        #expect(try jsonText(document, isCompact: true) == #"{"error":"no \"driver\"","exit":3,"hint":null}"#)
    }

    @Test("drivers' messages are redacted")
    func redaction() throws {
        let status = Samples.run([Samples.table("visits", error: "login hunter2")])
            .redacted { $0.replacingOccurrences(of: "hunter2", with: "***") }
        #expect(try !jsonText(RunDocument(status, workers: [])).contains("hunter2"))
        #expect(
            StatusText.run(status, workers: [], style: .plain).contains("  login ***"))
        let open = BreakerStatus(state: .open, failures: 5, since: "", restSeconds: nil, error: "login hunter2")
        let barred = Samples.run([], breaker: open).redacted { $0.replacingOccurrences(of: "hunter2", with: "***") }
        #expect(barred.breaker?.error == "login ***")
    }
}
