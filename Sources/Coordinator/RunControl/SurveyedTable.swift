import Events
import Model
package import Planning

/// The plan of a table, made by reading source and target without changing either.
package struct SurveyedTable: Sendable {
    package var number: Int
    package var plan: TablePlan
    package var chunks: ChunkPlan
    /// Contains bytes only if the survey was asked for them.
    package var estimate: LoadEstimate

    package var warnings: [String] { plan.warnings + chunks.warnings }
}
