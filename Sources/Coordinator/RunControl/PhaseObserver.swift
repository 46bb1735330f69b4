/// Receives the phases of a command before or without a run's chunks: what is planned or counted now.
package protocol PhaseObserver: Sendable {
    func begin(phase: String)
}
