import Model

/// A part of the work on a load table before its rows become visible.
protocol PreparationPart: Sendable {
    /// The step's name, as shown by `status`.
    var step: PublicationStep { get }
    /// Performs the part; idempotent.
    func perform() async throws
}
