import Model
import Planning

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
