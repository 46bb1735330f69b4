import ArgumentParser

/// The run that a verb applies to.
struct RunArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The run: an id, the start of one, a name, or `latest`.", valueName: "run"))
    var run: String
}
