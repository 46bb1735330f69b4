package import Model

/// A table or view in the source's catalogue.
package struct CatalogueEntry: Hashable, Sendable {
    package var name: QualifiedName
    package var isView: Bool

    package init(name: QualifiedName, isView: Bool) {
        self.name = name
        self.isView = isView
    }
}
