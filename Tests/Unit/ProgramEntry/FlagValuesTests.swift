import ArgumentParser
import Failures
import Model
import Postgres
import ProgramEntry
import RowSource
import Settings
import Testing

@Suite("Flags and their environment variables")
struct FlagValuesTests {
    private let flags = FlagValues(environment: [
        "SNOWMELT_WORKERS": "3", "SNOWMELT_DRY_RUN": "true", "SNOWMELT_TABLE": "a.*, b", "SNOWMELT_WATCH": "maybe",
        "SNOWMELT_LOG_LEVEL": "loud", "SNOWMELT_NAME": "",
    ])

    @Test("a flag takes precedence over its variable, which is named after it")
    func precedence() throws {
        #expect(FlagValues.variable(of: "dry-run") == "SNOWMELT_DRY_RUN")
        #expect(try flags.value("workers", nil as Int?) == 3)
        #expect(try flags.value("workers", 5) == 5)
        #expect(try flags.value("threads", nil as Int?) == nil)
        #expect(try flags.value("name", nil as String?) == nil)
    }

    @Test("variables can also hold switches and lists")
    func switches() throws {
        #expect(try flags.isOn("dry-run", false))
        #expect(try !flags.isOn("failed", false))
        #expect(try flags.values("table", [] as [String]) == ["a.*", "b"])
        #expect(try flags.values("table", ["c"]) == ["c"])
    }

    @Test("an invalid variable is a usage error with its name and the valid values")
    func nonsense() {
        #expect(throws: Failure(.usage, "SNOWMELT_WATCH: maybe is neither true nor false")) {
            try flags.isOn("watch", false)
        }
        #expect {
            try flags.value("log-level", nil as LogLevel?)
        } throws: { error in
            let failure = error as? Failure
            return failure?.status == .usage && failure?.message.contains("SNOWMELT_LOG_LEVEL") == true
                && failure?.hint?.contains("debug") == true
        }
    }

    @Test("settings given as flags are passed to the loader, and to workers as the same flags")
    func settings() throws {
        let options = try SettingOptions.parse(["--threads", "4", "--batch-rows=100"])
        #expect(options.overrides == ["threads": "4", "batch_rows": "100"])
        #expect(options.arguments == ["--batch-rows", "100", "--threads", "4"])
        #expect(try SettingOptions.parse(options.arguments).overrides == options.overrides)
    }

    @Test("every setting that a flag may override has its flag")
    func allSettings() throws {
        for setting in Setting.overridable {
            #expect(try SettingOptions.parse([setting.flag, "7"]).overrides == [setting.key: "7"])
        }
    }

    @Test("the help shows each flag with its setting's sentence")
    func help() {
        let help = SettingOptions.helpMessage().split { " \n".contains($0) }.joined(separator: " ")
        for setting in Setting.overridable {
            let value = setting.kind == .boolean ? "true|false" : String(setting.flag.dropFirst(2))
            let expected = "\(setting.flag) <\(value)> \(setting.sentence.filter { $0 != "`" })"
            #expect(help.contains(expected), "\(help)")
        }
    }

    @Test("each layer's error has its exit status")
    func failures() {
        let target = PostgresError(.authentication, message: "no", statement: "connect", operation: "PQconnectPoll")
        #expect(Failure(describing: target).status == .target)
        #expect(Failure(describing: SourceError(.connection, operation: "SQLConnect", message: "no")).status == .source)
        #expect(Failure(describing: ConfigurationError([])).status == .usage)
        #expect(Failure(describing: CancellationError()).status == .interrupted)
        #expect(Failure(describing: Failure(.refused, "x")).status == .refused)
    }

    @Test("a failure's text is redacted, including its hint")
    func text() {
        let failure = Failure(.target, "login with hunter2", hint: "not hunter2")
        let text = failure.text { text in
            text.split(separator: "hunter2", omittingEmptySubsequences: false).joined(separator: "***")
        }
        #expect(text == "error: login with ***\nhint: not ***\n")
        let lines = Failure(.source, "a\nerror: b\r\nc\u{1B}[2J\u{202E}").text { $0 }
        #expect(lines == "error: a\n  error: b\\r\\nc\\u{1b}[2J\\u{202e}\n")
    }
}
