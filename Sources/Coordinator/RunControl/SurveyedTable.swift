import Events
import Model
package import Planning

/// What a table would be planned as: found out from source and target without changing either.
package struct SurveyedTable: Sendable {
    package var number: Int
    package var plan: TablePlan
    package var chunks: ChunkPlan
    /// Without bytes unless the survey was asked for them.
    package var estimate: LoadEstimate

    package var warnings: [String] { plan.warnings + chunks.warnings }
}
