import Model

/// What is done to a load table before its rows are made visible.
protocol PreparationPart: Sendable {
    /// As `status` names it.
    var step: PublicationStep { get }
    /// May be repeated; finds nothing to do where it was done.
    func perform() async throws
}
