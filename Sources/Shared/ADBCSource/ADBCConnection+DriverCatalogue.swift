import Model
import RowSource

/// The catalogue of systems without a dialect of their own: as the driver lists it, else as the standard has it.
extension ADBCConnection {
    func driverListing(_ name: QualifiedName?) throws(SourceError) -> [CatalogueEntry] {
        let session = try connected()
        if let listing = try ObjectListing.read(session, name, withKeys: false) {
            return listing.filter { entry in
                guard let name else { return true }
                return entry.name.name == name.name && (name.schema == nil || entry.name.schema == name.schema)
            }
        }
        return try rows(StandardCatalogue.tablesQuery(name)).compactMap { row in
            guard row.count == 3, let table = row[1] else { return nil }
            return CatalogueEntry(
                name: QualifiedName(schema: row[0], name: table), isView: row[2]?.hasSuffix("VIEW") == true)
        }
    }

    func primaryKey(of entry: CatalogueEntry) throws(SourceError) -> [String] {
        if let listing = try ObjectListing.read(connected(), entry.name, withKeys: true) {
            return listing.first { $0.name == entry.name }?.primaryKey ?? []
        }
        do throws(SourceError) {
            return try rows(StandardCatalogue.keyQuery(entry.name)).compactMap { $0.first ?? nil }
        } catch {
            // A system without this part of the standard declares no keys that could be relied upon.
            if error.kind == .connection || error.kind == .cancelled { throw error }
            return []
        }
    }
}
