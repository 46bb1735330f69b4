import Testing
import WorkerRuntime

@Suite("Settings of loading transactions")
struct LoadSettingsTests {
    @Test("the server's time limits don't end a long load, and the user's settings take precedence")
    func limits() {
        let settings = LoadSettings(configured: ["lock_timeout": "5s", "work_mem": "1GB"], controlIsTarget: false)
        #expect(settings.values["statement_timeout"] == "0")
        #expect(settings.values["idle_in_transaction_session_timeout"] != nil)
        #expect(settings.values["lock_timeout"] == "5s")
        #expect(settings.values["work_mem"] == "1GB")
        #expect(settings.warnings.isEmpty)
    }

    @Test(
        "synchronous_commit = off is used only if receipt and done mark are in the same database's WAL",
        arguments: ["off", "OFF", "false", "No", "0"])
    func durability(value: String) {
        let one = LoadSettings(configured: ["synchronous_commit": value], controlIsTarget: true)
        #expect(one.values["synchronous_commit"] == value)
        let two = LoadSettings(configured: ["synchronous_commit": value], controlIsTarget: false)
        #expect(two.values["synchronous_commit"] == nil)
        #expect(two.warnings.count == 1)
        let safe = LoadSettings(configured: ["synchronous_commit": "on"], controlIsTarget: false)
        #expect(safe.values["synchronous_commit"] == "on")
    }
}
