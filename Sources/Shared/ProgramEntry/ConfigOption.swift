package import ArgumentParser
import Settings

/// The option `--config` of both programs.
package struct ConfigOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The configuration file (default: $SNOWMELT_CONFIG, then ./snowmelt.yaml).", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml", "json"]))
    package var config: String?

    package init() {}

    package func path(_ environment: [String: String]) -> String {
        config ?? ConfigurationLoader.defaultPath(environment: environment)
    }
}
