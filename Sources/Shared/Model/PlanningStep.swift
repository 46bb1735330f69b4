/// A step of planning a table; its raw value is stored and shown.
package enum PlanningStep: String, Sendable, CaseIterable {
    /// Reads the descriptions of the source's and the target's table.
    case describe
    /// Looks for the classes of values in columns that may hold several.
    case classify
    /// Counts rows and cuts them into chunks.
    case count
    /// Samples rows to estimate their size.
    case sample
}
