/// A column of a result, as the server describes it.
package struct ResultColumn: Hashable, Sendable {
    package var name: String
    /// The type's object id; a domain's is that of its base type.
    package var typeID: UInt32
    /// The type's length or precision in its own encoding; −1: none.
    package var modifier: Int

    package init(name: String, typeID: UInt32, modifier: Int) {
        self.name = name
        self.typeID = typeID
        self.modifier = modifier
    }
}
