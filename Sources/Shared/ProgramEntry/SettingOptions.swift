import ArgumentParser
import Settings

/// Settings of all tables for one call; they override the configuration and `SNOWMELT_<FLAG>`.
///
/// There is a flag for each overridable setting, with the setting's sentence as help. ArgumentParser finds flags in the
/// mirror of a type and decodes each by its label, so a mirror with one option per setting declares them.
package struct SettingOptions: ParsableArguments, CustomReflectable {
    /// The values of the given flags, by the setting's key.
    package private(set) var overrides: [String: String] = [:]

    package init() {}

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for setting in Setting.overridable {
            let option = try container.decode(Option<String?>.self, forKey: Key(stringValue: setting.key))
            overrides[setting.key] = option.wrappedValue
        }
    }

    package var customMirror: Mirror {
        Mirror(
            self,
            children: Setting.overridable.map { setting -> Mirror.Child in
                let help = ArgumentHelp(
                    setting.sentence.filter { $0 != "`" },
                    valueName: setting.kind == .boolean ? "true|false" : nil)
                let name = NameSpecification.customLong(String(setting.flag.dropFirst(2)))
                return (label: "_\(setting.key)", value: Option<String?>(name: name, help: help))
            })
    }

    /// The flags to pass to another program with these options.
    package var arguments: [String] {
        Setting.overridable.sorted { $0.key < $1.key }.flatMap { setting in
            overrides[setting.key].map { [setting.flag, $0] } ?? []
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { return nil }
    }
}
