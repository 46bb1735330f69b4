import ArgumentParser

/// How progress is shown on stderr: `--progress`.
enum ProgressMode: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// `tty` where stderr is a terminal and logs are text, else `log`.
    case auto
    case tty
    case log
    case none
}
