/// A refusal and its row within the block, counted from 0.
struct RefusedValue: Error {
    var row: Int
    var refusal: Refusal
}
