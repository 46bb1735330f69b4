import Presentation
import Testing

@Suite("Redrawing in place")
struct LiveFrameTests {
    @Test("a frame replaces the previous one: the cursor moves up, each line is cleared to its end, and so is the rest")
    func redraw() {
        var frame = LiveFrame()
        #expect(frame.draw(["a", "b"], width: 80) == "\ra\u{1B}[K\nb\u{1B}[K\n\u{1B}[J")
        #expect(frame.draw(["c"], width: 80) == "\r\u{1B}[2Ac\u{1B}[K\n\u{1B}[J")
        #expect(frame.draw(["d"], width: 80).hasPrefix("\r\u{1B}[1A"))
    }

    @Test("a log line takes the frame's place, and the frame is redrawn below it")
    func above() {
        var frame = LiveFrame()
        _ = frame.draw(["a", "b"], width: 80)
        #expect(frame.above("log", width: 80) == "\r\u{1B}[2A\u{1B}[Jlog\n")
        #expect(frame.draw(["a"], width: 80).hasPrefix("\ra"))
    }

    @Test("if the terminal became narrower and wrapped lines, all their rows are cleared")
    func narrower() {
        var frame = LiveFrame()
        _ = frame.draw([String(repeating: "x", count: 90), "y", ""], width: 100)
        #expect(frame.draw(["z"], width: 40).hasPrefix("\r\u{1B}[5A"))
    }

    @Test("colours have no width")
    func colors() {
        #expect("\u{1B}[31mred\u{1B}[0m 表".visibleWidth == 6)
    }
}
