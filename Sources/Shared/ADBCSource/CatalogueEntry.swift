import Model

/// A table or view of the source's catalogue.
struct CatalogueEntry: Hashable {
    var name: QualifiedName
    var isView: Bool
    /// The columns of the primary key in order, where the listing was asked for them.
    var primaryKey: [String] = []
}
