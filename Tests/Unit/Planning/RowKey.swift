/// The key of a test's row; NaN compares false with everything, as in IEEE 754.
enum RowKey: Hashable {
    case null
    case value(Int)
    case notANumber
}
