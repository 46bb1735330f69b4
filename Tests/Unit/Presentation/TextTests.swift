import Model
import Presentation
import Testing

@Suite("Text in columns")
struct TextTests {
    @Test(
        "wide letters and emoji take two columns, combining marks take none",
        arguments: [
            ("abc", 3), ("é", 1), ("e\u{301}", 1), ("表", 2), ("🧀", 2), ("한글", 4), ("…", 1), ("━", 1), ("กำ", 2),
            ("की", 2), ("क्", 1),
        ])
    func widths(text: String, width: Int) {
        #expect(text.terminalWidth == width)
    }

    @Test("a text that is too wide is cut and marked")
    func cuts() {
        #expect("analytics".cut(to: 5) == "anal…")
        #expect("表表表".cut(to: 4) == "表…")
        #expect("abc".cut(to: 3) == "abc")
        #expect("abc".cut(to: 0) == "")
        #expect("abcdef".cut(to: 4, mark: "...") == "a...")
    }

    @Test("control characters in a driver's message don't reach the terminal")
    func singleLine() {
        #expect("a\r\n\u{1B}[2Jb\u{202E}c\u{2028}d".singleLine == "a [2Jb c d")
        let painted = TextStyle(isColored: true, isUnicode: true)
        #expect(painted.printable(painted.paint("a\u{1B}[2Jb", .red)) == "\u{1B}[31ma\\u{1b}[2Jb\u{1B}[0m")
        #expect(TextStyle.plain.printable("\u{1B}[31ma") == "\\u{1b}[31ma")
    }

    @Test("a name is shortened in its middle, also one of wide letters")
    func shortens() {
        #expect("analytics.factvisitcallperformance".shortened(to: 21) == "analytics.…erformance")
        #expect("表表表表表".shortened(to: 7) == "表…表表")
        #expect("e\u{301}e\u{301}e\u{301}e\u{301}".shortened(to: 3) == "e\u{301}…e\u{301}")
        #expect("abc".shortened(to: 3) == "abc")
        #expect("abcdef".shortened(to: 5, mark: "...") == "a...f")
        for width in 0...40 {
            #expect("main.表 and analytics.tables".shortened(to: width).terminalWidth <= width)
        }
    }

    @Test("a long text is wrapped at blanks, and words that are too long are broken")
    func wraps() {
        #expect("the source  says no".wrapped(to: 10) == ["the source", "says no"])
        #expect("abcdefgh ij".wrapped(to: 4) == ["abcd", "efgh", "ij"])
        #expect("".wrapped(to: 4) == [""])
    }

    @Test("a table fits any terminal: columns are left out, names shortened, errors wrapped below their row")
    func fits() {
        var table = TextTable([
            .init("SOURCE", fitting: .shortened, omission: 1), .init("TARGET", fitting: .shortened), .init("STATE"),
            .init("ROWS", .right, omission: 2),
        ])
        let name = "analytics_development.factvisitcallperformance_cr_表"
        table.rows = [[.init("main.\(name)"), .init(name), .state(TablePhase.inProgress), "1,234,567,890,123"]]
        table.notes = [0: [.init(String(repeating: "the reason why ", count: 20))]]
        for width in 1...200 {
            let lines = table.lines(style: TextStyle(isColored: false, isUnicode: true, width: width))
            #expect(lines.allSatisfy { $0.terminalWidth <= width || width < 10 }, "\(width): \(lines)")
        }
        let lines = table.lines(style: TextStyle(isColored: false, isUnicode: true, width: 60))
        #expect(lines[0].split(separator: " ") == ["TARGET", "STATE", "ROWS"])
        #expect(lines[1].hasPrefix("analytics_de") && lines[1].contains("…") && lines[1].contains("_cr_表  in_progress"))
        #expect(lines[2].hasPrefix("  the reason why the"))
        #expect(table.lines(style: .plain)[1].contains("main.\(name)  \(name)  in_progress"))
        #expect(table.lines(style: .plain).count == 3)
    }

    @Test("columns are aligned, and no line ends in blanks")
    func table() {
        var table = TextTable([.init("NAME"), .init("ROWS", .right), .init("STATE")])
        table.rows = [["表", "1", "ok"], ["visits", "1,000", ""]]
        #expect(
            table.lines(style: .plain) == [
                "NAME     ROWS  STATE",
                "表          1  ok",
                "visits  1,000",
            ])
    }

    @Test("colours appear only if the style has them, and don't change the width")
    func colors() {
        var table = TextTable([.init("STATE"), .init("N", .right)])
        table.rows = [[.state(TablePhase.failed), "1"], [.state(TablePhase.completed), "22"]]
        let plain = table.lines(style: .plain)
        let colored = table.lines(style: TextStyle(isColored: true, isUnicode: true))
        #expect(plain.allSatisfy { !$0.contains("\u{1B}") })
        #expect(colored[1].contains("\u{1B}[31mfailed\u{1B}[0m"))
        #expect(colored.map(\.visibleWidth) == plain.map(\.terminalWidth))
    }

    @Test("box drawing needs a UTF-8 locale, and LC_ALL takes precedence")
    func locales() {
        #expect(TextStyle.isUnicode(environment: ["LANG": "de_DE.UTF-8"]))
        #expect(TextStyle.isUnicode(environment: ["LC_CTYPE": "C.utf8"]))
        #expect(!TextStyle.isUnicode(environment: ["LC_ALL": "C", "LANG": "de_DE.UTF-8"]))
        #expect(!TextStyle.isUnicode(environment: [:]))
    }
}
