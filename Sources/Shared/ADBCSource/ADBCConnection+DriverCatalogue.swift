import Model
import RowSource

/// The catalogue of systems without a dialect of their own: as the driver lists it, else as the standard has it.
extension ADBCConnection {
    func driverListing(_ name: QualifiedName?) throws(SourceError) -> [CatalogueEntry] {
        let session = try connected()
        if let listing = try ObjectListing.read(session, name, withKeys: false) {
            return listing.filter { entry in
                guard let name else { return true }
                return entry.name == QualifiedName(schema: name.schema ?? entry.name.schema, name: name.name)
            }
        }
        return try rows(StandardCatalogue.tablesQuery(name)).compactMap { row in
            guard row.count == 3, let table = row[1] else { return nil }
            let found = QualifiedName(schema: row[0], name: table)
            // A system may compare names loosely.
            if let name, found != QualifiedName(schema: name.schema ?? found.schema, name: name.name) { return nil }
            return CatalogueEntry(name: found, isView: row[2]?.hasSuffix("VIEW") == true)
        }
    }

    func primaryKey(of entry: CatalogueEntry) throws(SourceError) -> [String] {
        if let listing = try ObjectListing.read(connected(), entry.name, withKeys: true) {
            return listing.first { $0.name == entry.name }?.primaryKey ?? []
        }
        do throws(SourceError) {
            return try rows(StandardCatalogue.keyQuery(entry.name)).compactMap { row in
                guard row.count == 3, let table = row[2],
                    QualifiedName(schema: row[1], name: table)
                        == QualifiedName(schema: entry.name.schema ?? row[1], name: entry.name.name)
                else { return nil }
                return row[0]
            }
        } catch {
            // A system without this part of the standard declares no keys that could be relied upon.
            if error.kind == .connection || error.kind == .cancelled { throw error }
            return []
        }
    }
}
