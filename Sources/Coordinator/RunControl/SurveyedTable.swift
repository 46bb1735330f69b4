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

/// The tables of a config, as `check` looks at them.
struct Inspected: Sendable {
    /// All tables that a run would copy.
    var tables: [TableConfiguration]
    /// The number of tables at the source.
    var visible: Int
    /// The plans of the tables that can be described.
    var described: [TablePlan]
    var doubts: [String]
    var failed: [FailedTable]
}

/// The tables of a config, as far as they can be planned.
package struct Surveyed: Sendable {
    package var tables: [SurveyedTable] = []
    /// The tables to skip.
    package var failed: [FailedTable] = []
}
