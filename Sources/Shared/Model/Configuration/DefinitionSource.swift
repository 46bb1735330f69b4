/// The origin of a table's definition when `replace` replaces an existing table: `definition`.
package enum DefinitionSource: String, Sendable, Codable, CaseIterable {
    /// The existing table: only its rows are replaced.
    case target
    /// The source, as for a new table; the owner's changes to the old table are lost.
    case source
}
