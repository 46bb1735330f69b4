/// A driver's session, as far as beginning and ending statements needs it.
package protocol DriverSession {
    /// Runs a statement that returns no rows.
    func run(_ sql: String) throws(SourceError)
}
