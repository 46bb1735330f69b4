import Model
import Presentation
import Testing
import WorkQueue

@Suite("The live display")
struct LiveViewTests {
    private static let styles = [
        TextStyle.plain, TextStyle(isColored: true, isUnicode: true), TextStyle(isColored: false, isUnicode: true),
    ]

    private func view(_ tables: [TableStatus], workers: Int = 3, style: TextStyle = .plain) -> LiveView {
        var meter = RateMeter()
        let start = ContinuousClock.now
        let before = tables.map { table in
            var table = table
            table.copiedRows = 0
            return table
        }
        meter.record(Samples.run(before), at: start)
        meter.record(Samples.run(tables), at: start + .seconds(10))
        return LiveView(
            status: Samples.run(tables), workers: (0..<workers).map { Samples.worker($0) }, meter: meter, style: style)
    }

    private func mixed(_ count: Int) -> [TableStatus] {
        (0..<count).map { index in
            switch index % 5 {
            case 0: Samples.table("table_\(index)_with_a_rather_long_name_表表表")
            case 1: Samples.table("t\(index)", state: .pending, done: 0, claimed: 0, copied: 0)
            case 2: Samples.table("t\(index)", state: .completed, done: 20, claimed: 0, copied: 2_000_000)
            case 3: Samples.table("t\(index)", failed: 3, error: "no such column: \u{1B}[31mx\n" + "y".repeated(300))
            default: Samples.table("t\(index)", state: .publishing, done: 20, claimed: 0, copied: 2_000_000)
            }
        }
    }

    @Test("no line is wider than the terminal, at any width", arguments: 1...220)
    func widths(width: Int) {
        for style in Self.styles {
            for count in [0, 1, 7, 60] {
                for line in view(mixed(count), workers: 12, style: style).lines(width: width, height: 40) {
                    #expect(line.visibleWidth <= width, "\(line)")
                    #expect(!line.contains("\n"))
                }
            }
        }
    }

    @Test("no frame is taller than the terminal", arguments: [1, 2, 3, 5, 8, 12, 16, 24, 50, 200])
    func heights(height: Int) {
        for count in [0, 1, 3, 7, 60, 500] {
            #expect(view(mixed(count)).lines(width: 100, height: height).count <= height)
        }
    }

    @Test("a wide terminal shows name, bar, share, chunks, rows, both rates and the time left")
    func wide() {
        let lines = view([Samples.table("visits", copied: 500_000, bytes: 64 << 20)]).lines(width: 120, height: 24)
        let row = lines[1]
        for part in [
            "analytics.visits", "#####", "-----", "25%", "5/20 chunks", "500k rows", "50.0k rows/s", "ETA 0:30",
        ] {
            #expect(row.contains(part), "\(part) in: \(row)")
        }
    }

    @Test("a narrow terminal still shows name, bar, share and time")
    func narrow() {
        let row = view([Samples.table("visits", copied: 500_000)]).lines(width: 60, height: 24)[1]
        for part in ["analytics.visits", "#", "25%", "ETA 0:30"] {
            #expect(row.contains(part), "\(part) in: \(row)")
        }
    }

    @Test("a bar is as full as its share, and full only at the end", arguments: [0.0, 0.25, 0.5, 0.999, 1])
    func bars(share: Double) throws {
        let isDone = share == 1
        let table = Samples.table(
            "t", done: isDone ? 20 : 19, claimed: isDone ? 0 : 1, expected: 100_000, copied: Int(share * 100_000))
        let row = try #require(view([table]).lines(width: 100, height: 24).dropFirst().first)
        let bar = row.filter { $0 == "#" || $0 == "-" }
        let full = bar.filter { $0 == "#" }.count
        #expect(full == Int(share * Double(bar.count)))
        #expect((full == bar.count) == isDone)
        #expect(row.contains("100%") == isDone)
    }

    @Test("tables that need no attention are left out first, and counted")
    func folded() throws {
        let tables =
            (0..<30).map { Samples.table("done\($0)", state: .completed, done: 20, claimed: 0) }
            + [Samples.table("broken", failed: 1, error: "reason"), Samples.table("moving")]
        let lines = view(tables).lines(width: 100, height: 16)
        let text = lines.joined(separator: "\n")
        #expect(text.contains("analytics.broken") && text.contains("analytics.moving"))
        let shown = lines.filter { $0.contains("analytics.done") }.count
        #expect(text.contains("... and \(30 - shown) more (\(30 - shown) completed)"))
        #expect(text.contains("all 32 tables"))
    }

    @Test("failed chunks are shown with their reason")
    func failures() {
        let lines = view([Samples.table("visits", failed: 2, error: "no such column x")]).lines(width: 100, height: 24)
        #expect(lines[1].hasPrefix("analytics.visits") && lines[2] == "  2 chunks failed: no such column x")
    }

    @Test("workers are shown with their slots, except those that are gone")
    func workers() {
        let status = Samples.run([Samples.table("visits")])
        let view = LiveView(
            status: status,
            workers: [Samples.worker(1), Samples.worker(2, state: .lost), Samples.worker(3, state: .gone)],
            meter: RateMeter(), style: .plain)
        let text = view.lines(width: 120, height: 24).joined(separator: "\n")
        #expect(text.contains("2 workers, 6 of 16 slots busy: worker-1.example:1001 3/8 worker-2.example:1002"))
        #expect(text.contains("3/8 lost"))
        #expect(!text.contains("worker-3"))
        let still = RunStatus.Standstill(.noWorker, since: "2026-11-22T23:31:02.8Z", seconds: 64)
        let alone = LiveView(
            status: Samples.run([Samples.table("visits")], standstill: still), workers: [], meter: RateMeter(),
            style: .plain)
        #expect(
            alone.lines(width: 120, height: 24).contains(
                "no worker is at work since 2026-11-22 23:31:02Z (1:04); `snowmelt run` or `snowmelt-worker` starts one"
            ))
    }
}

extension String {
    fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
