import Foundation  // JSONSerialization, as an independent parser
import LogOutput
import Logging
import Synchronization
import Testing
import Text

@Suite("Log lines")
struct LineLogHandlerTests {
    /// Collects the lines of a logger.
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func sink() -> LogSink { LogSink { line in self.lines.withLock { $0.append(line) } } }
    }

    private func logger(
        _ lines: Lines, _ format: LogFormat, level: Logger.Level = .info, color: Bool = false,
        secret: String = "hunter2"
    ) -> Logger {
        Logger(label: "test") { _ in
            LineLogHandler(
                format: format, level: level, color: color,
                redact: { $0.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "***") },
                sink: lines.sink())
        }
    }

    @Test("an event is one line, whatever its text contains", arguments: LogFormat.allCases)
    func oneLine(format: LogFormat) {
        let lines = Lines()
        logger(lines, format).info(
            "first\nsecond\r\u{1B}[2Jthird\u{2028}fourth\u{85}", metadata: ["detail": "a\nb\u{202E}c\u{2066}"])
        #expect(lines.all.count == 1)
        #expect(lines.all.allSatisfy { line in !line.unicodeScalars.contains(where: \.isInstruction) })
    }

    @Test("a text line has time, level, message and sorted metadata")
    func text() throws {
        let lines = Lines()
        logger(lines, .text).warning(
            "chunk failed", metadata: ["worker": "w1", "chunk": "3", "error": "no such \"x\""])
        let line = try #require(lines.all.first)
        #expect(line.hasSuffix(#"Z WARNING chunk failed  chunk=3 error="no such \"x\"" worker=w1"#))
        #expect(line.prefix { $0 != " " }.count == "2026-11-22T22:42:56Z".count)
    }

    @Test("a JSON line is one object that a parser accepts")
    func json() throws {
        let lines = Lines()
        logger(lines, .json).error("say \"hi\"\\\n", metadata: ["käse": "\u{1}\t🧀"])
        let line = try #require(lines.all.first)
        let parsed = try JSONSerialization.jsonObject(with: Data(line.utf8))
        let object = try #require(parsed as? [String: Any])
        #expect(object["message"] as? String == "say \"hi\"\\\n")
        #expect(object["level"] as? String == "error")
        #expect((object["metadata"] as? [String: String])?["käse"] == "\u{1}\t🧀")
        logger(lines, .json).info("m", metadata: ["rows": .stringConvertible(7), "name": "7"])
        #expect(lines.all.last?.hasSuffix(#""metadata":{"name":"7","rows":7}}"#) == true)
        logger(lines, .text).info("m", metadata: ["rows": .stringConvertible(7)])
        #expect(lines.all.last?.hasSuffix(" m  rows=7") == true)
        let time = try #require(object["time"] as? String)
        #expect(time.count == "2026-11-22T22:42:56.123Z".count && time.hasSuffix("Z"))
    }

    @Test("secrets are masked in messages, metadata and errors", arguments: LogFormat.allCases)
    func secrets(format: LogFormat) {
        struct Leaky: Error, CustomStringConvertible { var description: String { "login with hunter2" } }
        let lines = Lines()
        let logger = logger(lines, format)
        logger.error("password hunter2", metadata: ["url": "postgresql://u:hunter2@h/d", "list": ["hunter2"]])
        logger.error("failed", error: Leaky())
        #expect(lines.all.count == 2)
        #expect(lines.all.allSatisfy { !$0.contains("hunter2") && $0.contains("***") })
    }

    @Test("a secret that spans lines is masked before its line ends are escaped", arguments: LogFormat.allCases)
    func multilineSecret(format: LogFormat) {
        let lines = Lines()
        logger(lines, format, secret: "KEY\nMORE").info("got KEY\nMORE here")
        #expect(lines.all.first?.contains("got *** here") == true)
    }

    @Test("a secret that is also a JSON key doesn't break the line's form")
    func secretInForm() throws {
        let lines = Lines()
        logger(lines, .json, secret: "\",\"").info("x")
        let line = try #require(lines.all.first)
        #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
    }

    @Test("events below the level aren't written")
    func level() {
        let lines = Lines()
        let logger = logger(lines, .text, level: .warning)
        logger.info("no")
        logger.error("yes")
        #expect(lines.all.count == 1)
    }

    @Test("only a coloured line has escape sequences")
    func color() {
        let lines = Lines()
        logger(lines, .text, color: true).error("red")
        logger(lines, .text, color: false).error("plain")
        #expect(lines.all.map { $0.contains("\u{1B}[") } == [true, false])
    }

    @Test("a redirected sink sends lines elsewhere until it is reset")
    func redirect() {
        let (first, second) = (Lines(), Lines())
        let sink = first.sink()
        sink.line("1")
        sink.redirect { line in second.sink().line(line) }
        sink.line("2")
        sink.redirect(to: nil)
        sink.line("3")
        #expect(first.all == ["1", "3"])
        #expect(second.all == ["2"])
    }
}
