import ArgumentParser

/// Which run a verb is about.
struct RunArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("An id, the start of one, a name, or `latest`.", valueName: "run"))
    var run: String
}
