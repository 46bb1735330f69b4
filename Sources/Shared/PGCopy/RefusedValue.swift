/// A refusal with its place: the row within the block, from 0.
struct RefusedValue: Error {
    var row: Int
    var refusal: Refusal
}
