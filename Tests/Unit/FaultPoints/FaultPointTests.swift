import FaultPoints
import Testing

@Suite("Faults from the environment")
struct FaultPointTests {
    @Test(
        "an action, a turn and a star are parsed",
        arguments: [
            ("kill", Fault.Action.kill, 1, false), ("stop@3", .stop, 3, false), ("delay:2.5@2*", .delay(2.5), 2, true),
            ("error*", .error, 1, true), ("exit", .exit, 1, false),
        ])
    func reads(text: String, action: Fault.Action, turn: Int, isRepeated: Bool) throws {
        let fault = try #require(Fault(text))
        #expect(fault.action == action)
        #expect(fault.turn == turn)
        #expect(fault.isRepeated == isRepeated)
    }

    @Test(
        "a text that isn't a fault is refused",
        arguments: ["", "die", "kill:3", "delay", "delay:x", "kill@0", "kill@x", "kill@1@2"])
    func refuses(text: String) {
        #expect(Fault(text) == nil)
    }
}
