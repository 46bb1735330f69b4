import ArgumentParser

/// How progress is shown on stderr: `--progress`.
enum ProgressMode: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// `tty` if stderr is a terminal and logs are text, otherwise `log`.
    case auto
    case tty
    case log
    case none
}
