/// The tables of a config, as far as they can be planned.
package struct Surveyed: Sendable {
    package var tables: [SurveyedTable] = []
    /// The tables to skip.
    package var failed: [FailedTable] = []
}
