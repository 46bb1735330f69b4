package import Model

/// A state that is shown as a word in a colour.
///
/// Green means success, red failure, yellow needs attention, cyan in progress, and dim waiting or over.
package protocol ColoredState: RawRepresentable<String> {
    var color: TextStyle.Color { get }
}

extension RunPhase: ColoredState {
    package var color: TextStyle.Color {
        switch self {
        case .completed: .green
        case .failed: .red
        case .cancelled, .paused: .yellow
        case .inProgress, .publishing: .cyan
        case .planning, .pending: .dim
        }
    }
}

extension TablePhase: ColoredState {
    package var color: TextStyle.Color {
        switch self {
        case .completed: .green
        case .failed: .red
        case .cancelled: .yellow
        case .inProgress, .publishing: .cyan
        case .planning, .pending: .dim
        }
    }
}

extension ChunkPhase: ColoredState {
    package var color: TextStyle.Color {
        switch self {
        case .completed: .green
        case .failed: .red
        case .inProgress: .cyan
        case .pending: .dim
        }
    }
}

extension WorkerPhase: ColoredState {
    package var color: TextStyle.Color {
        switch self {
        case .alive: .green
        case .lost: .red
        case .draining: .yellow
        case .gone: .dim
        }
    }
}
