import Presentation
import Testing

@Suite("Redrawing in place")
struct LiveFrameTests {
    @Test("a frame replaces the one before it: up by its lines, each cleared to its end, the rest below cleared")
    func redraw() {
        var frame = LiveFrame()
        #expect(frame.draw(["a", "b"], width: 80) == "\ra\u{1B}[K\nb\u{1B}[K\n\u{1B}[J")
        #expect(frame.draw(["c"], width: 80) == "\r\u{1B}[2Ac\u{1B}[K\n\u{1B}[J")
        #expect(frame.draw(["d"], width: 80).hasPrefix("\r\u{1B}[1A"))
    }

    @Test("a line above takes the frame's place, and the frame is drawn below it")
    func above() {
        var frame = LiveFrame()
        _ = frame.draw(["a", "b"], width: 80)
        #expect(frame.above("log", width: 80) == "\r\u{1B}[2A\u{1B}[Jlog\n")
        #expect(frame.draw(["a"], width: 80).hasPrefix("\ra"))
    }

    @Test("a terminal that got narrower has broken the lines, and all their rows go")
    func narrower() {
        var frame = LiveFrame()
        _ = frame.draw([String(repeating: "x", count: 90), "y", ""], width: 100)
        #expect(frame.draw(["z"], width: 40).hasPrefix("\r\u{1B}[5A"))
    }

    @Test("colours count for no width")
    func colors() {
        #expect("\u{1B}[31mred\u{1B}[0m 表".visibleWidth == 6)
    }
}
