package import ArgumentParser
package import Model
import Settings

/// Values of flags; a flag that isn't given is read from the environment variable `SNOWMELT_<FLAG>`.
package struct FlagValues: Sendable {
    private let environment: [String: String]

    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// `--dry-run` → `SNOWMELT_DRY_RUN`.
    package static func variable(of flag: String) -> String {
        "SNOWMELT_" + flag.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
    }

    /// The flag's value, otherwise the variable's.
    ///
    /// Throws if the variable's value is invalid.
    package func value<Value: ExpressibleByArgument>(_ flag: String, _ given: Value?) throws(Failure) -> Value? {
        if let given { return given }
        guard let text = text(flag) else { return nil }
        return try parse(text, flag)
    }

    /// All values of a repeatable flag; in the variable they are separated by commas.
    package func values<Value: ExpressibleByArgument>(_ flag: String, _ given: [Value]) throws(Failure) -> [Value] {
        guard given.isEmpty, let text = text(flag) else { return given }
        var values: [Value] = []
        for part in text.split(separator: ",") {
            values.append(try parse(part.trimmingBlanks, flag))
        }
        return values
    }

    /// Whether a switch is on.
    package func isOn(_ flag: String, _ given: Bool) throws(Failure) -> Bool {
        guard !given, let text = text(flag) else { return given }
        if text == "1" { return true }
        if text == "0" { return false }
        guard let isOn = SettingText.boolean(text) else {
            throw Failure(.usage, "\(Self.variable(of: flag)): \(text) is neither true nor false")
        }
        return isOn
    }

    /// The value of a flag's variable; `nil` if it is unset or empty.
    private func text(_ flag: String) -> String? {
        environment[Self.variable(of: flag)].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func parse<Value: ExpressibleByArgument>(_ text: String, _ flag: String) throws(Failure) -> Value {
        guard let value = Value(argument: text) else {
            let known = Value.allValueStrings
            throw Failure(
                .usage, "\(Self.variable(of: flag)): \(text) is not a valid value",
                hint: known.isEmpty ? nil : "Valid values: \(known.joined(separator: ", ")).")
        }
        return value
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        var text = drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
