package import Model
package import RowSource

/// Reads the catalogue through ADBC's functions.
///
/// Provides tables and columns for systems without a dialect of their own (from the driver's listing, otherwise from
/// the standard's `information_schema`), and result columns for all systems.
extension ADBCConnection {
    package func driverListing(_ name: QualifiedName?) throws(SourceError) -> [CatalogueEntry] {
        let session = try connected()
        if let listing = try ObjectListing.read(session, name, withKeys: false) {
            return listing.map { CatalogueEntry(name: $0.name, isView: $0.isView) }.filter { entry in
                guard let name else { return true }
                return entry.name == QualifiedName(schema: name.schema ?? entry.name.schema, name: name.name)
            }
        }
        return try rows(StandardCatalogue.tablesQuery(name)).compactMap { row in
            guard row.count == 3, let table = row[1] else { return nil }
            let found = QualifiedName(schema: row[0], name: table)
            // Some systems compare names loosely.
            if let name, found != QualifiedName(schema: name.schema ?? found.schema, name: name.name) { return nil }
            return CatalogueEntry(name: found, isView: row[2]?.hasSuffix("VIEW") == true)
        }
    }

    /// Reads them from the schema of an empty result.
    package func driverColumns(of entry: CatalogueEntry) throws(SourceError) -> [CatalogueColumn] {
        let columns = try resultColumns("SELECT * FROM \(dialect.quoted(entry.name)) WHERE 1 = 0") { _ in nil }
        let key = try primaryKey(of: entry)
        return columns.map { CatalogueColumn(column: $0, keyPosition: key.firstIndex(of: $0.name)) }
    }

    package func resultColumns(
        _ sql: String, typeNames: ([String]) throws(SourceError) -> [String]?
    ) throws(SourceError) -> [SourceColumn] {
        let fields = try run { (statement) throws(SourceError) in try statement.execute(sql).stream.fields }
        let dialect = dialect as? any CatalogueDialect
        guard let dialect, let names = try typeNames(fields.map(\.name)) else {
            return fields.map { field in
                SourceColumn(
                    name: field.name, type: field.sourceType, declaredType: field.declaredType,
                    isNullable: field.isNullable)
            }
        }
        return zip(fields, names).map { field, declared in
            SourceColumn(
                name: field.name, type: dialect.sourceType(declared: declared), declaredType: declared,
                isNullable: true)
        }
    }

    private func primaryKey(of entry: CatalogueEntry) throws(SourceError) -> [String] {
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
            // A system without this part of the standard has no primary keys to rely on.
            if error.kind == .connection || error.kind == .cancelled { throw error }
            return []
        }
    }
}
