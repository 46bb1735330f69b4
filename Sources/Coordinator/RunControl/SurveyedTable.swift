import Events
import Model
package import Planning
import RowSource

/// The plan of a table, made by reading source and target without changing either.
package struct SurveyedTable: Sendable {
    package var number: Int
    package var plan: TablePlan
    package var chunks: ChunkPlan
    /// Contains bytes only if the survey was asked for them.
    package var estimate: LoadEstimate

    package var warnings: [String] { plan.warnings + chunks.warnings }
}

/// A table whose plan lacks only its chunks.
struct DescribedTable: Sendable {
    var number: Int
    /// The label of the statements that read it.
    var label: StatementLabel
    var relation: SourceRelation
    var plan: TablePlan
    var planner: ChunkPlanner
    var isPinned: Bool
    /// What will probably make its chunks fail.
    var doubts: [String]
}
