/// A result column as the server describes it.
package struct ResultColumn: Hashable, Sendable {
    package var name: String
    /// The type's object id; for a domain, that of its base type.
    package var typeID: UInt32
    /// The length or precision, encoded as defined by the type; −1 if there is none.
    package var modifier: Int

    package init(name: String, typeID: UInt32, modifier: Int) {
        self.name = name
        self.typeID = typeID
        self.modifier = modifier
    }
}
