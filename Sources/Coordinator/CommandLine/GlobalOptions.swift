import ArgumentParser
import ProgramEntry

/// The options of every verb.
struct GlobalOptions: ParsableArguments {
    @OptionGroup var configOption: ConfigOption

    @Option(help: "Format of the results on stdout (default: text).")
    var output: OutputFormat?

    @Option(help: "How progress is shown on stderr (default: auto).")
    var progress: ProgressMode?

    @OptionGroup var log: LogOptions
}
