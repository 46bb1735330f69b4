/// A key of a test's row; NaN compares false with everything, as IEEE has it.
enum RowKey: Hashable {
    case null
    case value(Int)
    case notANumber
}
