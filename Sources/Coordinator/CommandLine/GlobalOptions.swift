import ArgumentParser
import ProgramEntry

/// What every verb understands.
struct GlobalOptions: ParsableArguments {
    @OptionGroup var configOption: ConfigOption

    @Option(help: "Results for people or for programs (default: text).")
    var output: OutputFormat?

    @Option(help: "Progress on stderr (default: auto).")
    var progress: ProgressMode?

    @OptionGroup var log: LogOptions
}
