/// A difference between the product and the reference model, or a broken invariant.
struct ModelMismatch: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Throws unless both values are equal.
    ///
    /// - Parameter what: the product's call that returned its value.
    static func expect<Value: Equatable>(_ what: String, _ product: Value, is reference: Value) throws {
        guard product == reference else {
            throw ModelMismatch("\(what): the product says \(product), the model \(reference)")
        }
    }
}
