import ArgumentParser
import Settings

/// A duration on the command line: `14m`.
struct TimeSpan: ExpressibleByArgument, Sendable {
    let duration: Duration

    init?(argument: String) {
        guard let duration = SettingText.duration(argument) else { return nil }
        self.duration = duration
    }
}
