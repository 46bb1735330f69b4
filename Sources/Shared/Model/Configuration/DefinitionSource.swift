/// Where the definition of a table that `replace` puts in the place of another comes from: `definition`.
package enum DefinitionSource: String, Sendable, Codable, CaseIterable {
    /// From the table that is there: only its rows are replaced.
    case target
    /// From the source, as for a table that isn't there yet; what the owner has made of the old one is lost.
    case source
}
