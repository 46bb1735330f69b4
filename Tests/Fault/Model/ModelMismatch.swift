/// The product did something else than the reference model, or broke an invariant.
struct ModelMismatch: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Both must be equal; `what` says which product call answered.
    static func expect<Value: Equatable>(_ what: String, _ product: Value, is reference: Value) throws {
        guard product == reference else {
            throw ModelMismatch("\(what): the product says \(product), the model \(reference)")
        }
    }
}
