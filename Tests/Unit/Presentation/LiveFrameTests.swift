import Presentation
import Testing

@Suite("Redrawing in place")
struct LiveFrameTests {
    private static func size(_ width: Int, _ height: Int) -> TerminalSize {
        var size = TerminalSize()
        (size.width, size.height) = (width, height)
        return size
    }

    /// A terminal with a frame on it.
    private struct Display {
        var screen: Screen
        var frame = LiveFrame()

        init(_ size: TerminalSize) { screen = Screen(size) }

        mutating func draw(_ lines: [String]) { screen.write(frame.draw(lines, size: screen.size)) }

        mutating func above(_ line: String, then lines: [String]) {
            screen.write(frame.above(line, size: screen.size) + frame.draw(lines, size: screen.size))
        }
    }

    private func frame(_ number: Int, of lines: Int) -> [String] { (0..<lines).map { "frame \(number) line \($0)" } }

    @Test("a frame replaces the previous one, also a taller one")
    func redraw() {
        var display = Display(Self.size(80, 24))
        display.draw(frame(1, of: 5))
        display.draw(frame(2, of: 3))
        #expect(display.screen.lines == frame(2, of: 3))
        display.draw(frame(3, of: 23))
        #expect(display.screen.lines == frame(3, of: 23))
    }

    @Test("lines above a frame push it down and then out, without a trace of it", arguments: [3, 12, 23])
    func above(height: Int) {
        var display = Display(Self.size(80, 24))
        display.draw(frame(0, of: height))
        for number in 1...40 {
            // Longer than the terminal is wide.
            display.above("log \(number) " + String(repeating: "x", count: number * 5), then: frame(number, of: height))
            let lines = display.screen.lines
            #expect(Array(lines.suffix(height)) == frame(number, of: height))
            #expect(lines.dropLast(height).allSatisfy { !$0.contains("frame") })
        }
    }

    @Test("a terminal that changes its size keeps no trace of earlier frames", arguments: Screen.Narrowing.allCases)
    func resized(narrowing: Screen.Narrowing) {
        var display = Display(Self.size(100, 30))
        for (number, size) in [(100, 30), (40, 30), (40, 8), (100, 8), (25, 5), (90, 24)].enumerated() {
            display.screen.resize(to: Self.size(size.0, size.1), narrowing)
            let lines = frame(number, of: size.1 - 1).map {
                $0 + String(repeating: "x", count: size.0 - 1 - $0.count)
            }
            display.draw(lines)
            #expect(display.screen.lines == lines, "\(size)")
            display.above("log", then: lines)
            #expect(display.screen.lines == lines, "\(size)")
        }
    }

    @Test("a line that the terminal takes for wider doesn't wrap")
    func wide() {
        var display = Display(Self.size(20, 10))
        display.draw([String(repeating: "x", count: 25), "y"])
        display.draw(["z", "y"])
        #expect(display.screen.lines == ["z", "y"])
    }

    @Test("colours have no width")
    func colors() {
        #expect("\u{1B}[31mred\u{1B}[0m 表".visibleWidth == 6)
    }
}
