/// One of Snowmelt's own SQL statements, with the name that errors and logs show.
package struct Statement: Hashable, Sendable {
    package var name: String
    package var text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
