package import Events
package import LogOutput
import Model
import Synchronization
package import WorkQueue

/// Shows a run's progress: a live table on a terminal, otherwise a log line every few seconds, or nothing.
package final class ProgressDisplay: Sendable {
    package enum Mode: Sendable {
        /// Drawn in place at the bottom of the terminal; the lines of `sink` appear above it.
        case terminal(TextStyle, sink: LogSink)
        case log(Events)
        case none
    }

    private struct State {
        var meter = RateMeter()
        var frame = LiveFrame()
        var view: LiveView?
        var lastLine: ContinuousClock.Instant?
        var lastState: RunPhase?
    }

    private static let logInterval = Duration.seconds(5)

    private let mode: Mode
    private let stream: StandardStream
    private let redact: @Sendable (String) -> String
    private let state = Mutex(State())

    package init(
        _ mode: Mode, stream: StandardStream = .error, redact: @escaping @Sendable (String) -> String
    ) {
        self.mode = mode
        self.stream = stream
        self.redact = redact
        if case .terminal(_, let sink) = mode {
            sink.redirect { [weak self] line in
                if let self { self.above(line) } else { stream.write(line + "\n") }
            }
        }
    }

    /// Whether this draws on a terminal.
    package var isLive: Bool {
        if case .terminal = mode { return true }
        return false
    }

    package func update(_ status: RunStatus, workers: [WorkerStatus]) {
        let status = status.redacted(redact)
        let now = ContinuousClock.now
        let line = state.withLock { state -> ProgressLine? in
            state.meter.record(status, at: now)
            switch mode {
            case .none: return nil
            case .terminal(let style, _):
                state.view = LiveView(status: status, workers: workers, meter: state.meter, style: style)
                draw(&state)
                return nil
            case .log:
                let isDue = state.lastLine.map { now - $0 >= Self.logInterval } ?? true
                guard !status.tables.isEmpty, isDue || state.lastState != status.state else { return nil }
                state.lastLine = now
                state.lastState = status.state
                return ProgressLine(status: status, workers: workers, meter: state.meter)
            }
        }
        if let line, case .log(let events) = mode { events.record(.progress(line.labels)) }
    }

    /// Leaves the last frame on screen; later lines are written as before.
    package func finish() {
        guard case .terminal(_, let sink) = mode else { return }
        sink.redirect(to: nil)
        state.withLock { state in
            draw(&state)
            state.view = nil
        }
    }

    /// The current rates.
    package var meter: RateMeter { state.withLock(\.meter) }

    private func above(_ line: String) {
        state.withLock { state in
            let size = TerminalSize(of: stream.descriptor)
            var text = state.frame.above(line, width: size.width)
            if let view = state.view { text += state.frame.draw(Self.lines(view, size), width: size.width) }
            stream.write(text)
        }
    }

    private func draw(_ state: inout State) {
        guard let view = state.view else { return }
        let size = TerminalSize(of: stream.descriptor)
        stream.write(state.frame.draw(Self.lines(view, size), width: size.width))
    }

    /// One column stays free: some terminals wrap a line that fills the last one.
    private static func lines(_ view: LiveView, _ size: TerminalSize) -> [String] {
        view.lines(width: max(size.width - 1, 1), height: max(size.height - 1, 1))
    }
}
