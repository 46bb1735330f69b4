package import Events
package import LogOutput
import Model
import Synchronization
package import WorkQueue

/// Shows a command's progress: live on a terminal, otherwise a log line every few seconds, or nothing.
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
        /// `nil` for a command without a run, and after the last frame.
        var run: (status: RunStatus, workers: [WorkerStatus])?
        /// When the status was received; clocks run on from there.
        var received = ContinuousClock.now
        /// What a command does before or without a run's chunks, and since when.
        var phase: (text: String, since: ContinuousClock.Instant)?
        var drawn: (at: ContinuousClock.Instant, size: TerminalSize)?
        var lastLine: ContinuousClock.Instant?
        var lastState: RunPhase?
    }

    private static let logInterval = Duration.seconds(5)
    private static let tick = Duration.milliseconds(250)

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
        state.withLock { state in
            state.meter.record(status, at: now)
            state.run = (status, workers)
            state.received = now
            if status.state != .planning { state.phase = nil }
            draw(&state)
        }
        writeLine(now)
    }

    /// Shows what a command does, such as `planning main.visits (3 of 20): count`, until the next phase begins.
    package func begin(phase: String) {
        let now = ContinuousClock.now
        state.withLock { state in
            state.phase = (redact(phase), now)
            // Thousands of short phases aren't worth a frame each.
            if state.drawn.map({ now - $0.at > Self.tick }) ?? true { draw(&state) }
        }
    }

    /// Keeps clocks running and follows changes of the terminal's size, until the task is cancelled.
    package func keepTicking() async throws -> Never {
        while true {
            try await Task.sleep(for: Self.tick)
            let now = ContinuousClock.now
            state.withLock { state in
                let size = TerminalSize(of: stream.descriptor)
                guard let drawn = state.drawn, now - drawn.at >= .seconds(1) || drawn.size != size else { return }
                draw(&state)
            }
            writeLine(now)
        }
    }

    /// Ends the display; later lines are written as before.
    package func finish(leavesFrame: Bool = true) {
        guard case .terminal(_, let sink) = mode else { return }
        sink.redirect(to: nil)
        state.withLock { state in
            if state.drawn != nil, !leavesFrame { erase(&state) } else { draw(&state) }
            (state.run, state.phase) = (nil, nil)
        }
    }

    /// The current rates.
    package var meter: RateMeter { state.withLock(\.meter) }

    // MARK: - Log lines

    /// Writes a line if one is due: every few seconds, and when the run's state changes.
    private func writeLine(_ now: ContinuousClock.Instant) {
        guard case .log(let events) = mode else { return }
        let event = state.withLock { state -> RunEvent? in
            let isDue = now - (state.lastLine ?? state.phase?.since ?? now) >= Self.logInterval
            let hasChanged = state.run.map { $0.status.state != state.lastState } ?? false
            guard isDue || hasChanged else { return nil }
            state.lastLine = now
            state.lastState = state.run?.status.state
            guard let (status, workers) = state.run else {
                return state.phase.map { .phase($0.text, elapsed: now - $0.since) }
            }
            let current = status.advanced(by: now - state.received)
            return .progress(
                ProgressLine(status: current, workers: workers, meter: state.meter, phase: state.phase?.text).labels)
        }
        if let event { events.record(event) }
    }

    // MARK: - Frames

    private func above(_ line: String) {
        state.withLock { state in
            let size = TerminalSize(of: stream.descriptor)
            stream.write(state.frame.above(line, size: size) + frame(&state, size))
        }
    }

    private func draw(_ state: inout State) {
        let text = frame(&state, TerminalSize(of: stream.descriptor))
        if !text.isEmpty { stream.write(text) }
    }

    private func erase(_ state: inout State) {
        stream.write(state.frame.draw([], size: TerminalSize(of: stream.descriptor)))
    }

    private func frame(_ state: inout State, _ size: TerminalSize) -> String {
        guard case .terminal(let style, _) = mode, state.run != nil || state.phase != nil else { return "" }
        let now = ContinuousClock.now
        // One column stays free: some terminals wrap a line that fills the last one.
        let (width, height) = (max(size.width - 1, 1), max(size.height - 1, 1))
        var lines: [String] = []
        if let (status, workers) = state.run {
            lines = LiveView(
                status: status.advanced(by: now - state.received), workers: workers, meter: state.meter, style: style
            ).lines(width: width, height: state.phase == nil ? height : max(height - 1, 1))
        }
        if let (text, since) = state.phase, lines.count < height {
            let clock = "  " + Quantity.duration((now - since) / .seconds(1))
            let room = max(width - clock.terminalWidth, 1)
            lines.append((text.singleLine.shortened(to: room, mark: style.ellipsis) + clock).cut(to: width))
        }
        state.drawn = (now, size)
        return state.frame.draw(lines, size: size)
    }
}

extension RunStatus {
    /// The status with its clocks set forward, as if it had been read later.
    func advanced(by time: Duration) -> RunStatus {
        guard !state.hasEnded else { return self }
        var status = self
        let seconds = max(time / .seconds(1), 0)
        status.seconds += seconds
        // One that has only just begun may be over by now.
        if let still = standstill?.seconds, still >= 3 { status.standstill?.seconds = still + seconds }
        for index in tables.indices where tables[index].step != nil { status.tables[index].step?.seconds += seconds }
        return status
    }
}
