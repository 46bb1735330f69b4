import CADBC
import Model
import RowSource

/// Reads the result of `ConnectionGetObjects`: tables nested in schemas, nested in catalogues.
enum ObjectListing {
    /// A table or view.
    struct Entry {
        var name: QualifiedName
        var isView: Bool
        /// In order; filled only if the listing was made with keys.
        var primaryKey: [String]
    }

    /// Returns `nil` if the driver doesn't implement the listing.
    ///
    /// - Parameters:
    /// - name: the table to look for; the driver may return others too.
    /// - withKeys: whether to include primary keys, for which drivers read every column.
    static func read(
        _ session: ADBCSession, _ name: QualifiedName?, withKeys: Bool
    ) throws(SourceError) -> [Entry]? {
        guard let getObjects = session.driver.table.pointee.ConnectionGetObjects else { return nil }
        let depth = Int32(withKeys ? ADBC_OBJECT_DEPTH_ALL : ADBC_OBJECT_DEPTH_TABLES)
        let catalogue = currentCatalogue(session)
        // The driver treats names as patterns. A name matches itself; other matches are dropped here and by the caller.
        // Drivers may treat a backslash as an escape, so a name that contains one isn't passed, and everything is
        // listed.
        func pattern(_ text: String?) -> String? { text.flatMap { $0.utf8.contains(UInt8(ascii: "\\")) ? nil : $0 } }
        let stream: ArrowStream
        do throws(SourceError) {
            stream = try ArrowStream(session.context, of: session) { (stream) throws(SourceError) in
                try session.context.call("ConnectionGetObjects") { error in
                    withOptional(pattern(catalogue)) { catalogue in
                        withOptional(pattern(name?.schema)) { schema in
                            withOptional(pattern(name?.name)) { table in
                                getObjects(session.connection, depth, catalogue, schema, table, nil, nil, stream, error)
                            }
                        }
                    }
                }
            }
        } catch {
            if error.kind == .connection || error.kind == .cancelled { throw error }
            return nil
        }
        var entries: [Entry] = []
        while let batch = try stream.next() {
            let columns = try batch.columns(stream.fields)
            guard columns.count == 2 else { return nil }
            for row in batch.offset..<batch.offset + batch.rowCount {
                if let catalogue, try text(columns[0], row) ?? catalogue != catalogue { continue }
                try readSchemas(columns[1], row, withKeys, into: &entries)
            }
        }
        return entries
    }

    private static func readSchemas(
        _ list: ArrayView, _ row: Int, _ withKeys: Bool, into entries: inout [Entry]
    ) throws(SourceError) {
        guard !list.isNull(at: row) else { return }
        let schemas = try list.child(0)
        guard let names = try schemas.child(named: "db_schema_name"),
            let tables = try schemas.child(named: "db_schema_tables")
        else { return }
        for item in try list.items(at: row) {
            let schema = try text(names, schemas.childRow(item)).flatMap { $0.isEmpty ? nil : $0 }
            if let schema, ["information_schema", "pg_catalog", "pg_toast"].contains(schema.lowercased()) { continue }
            try readTables(tables, schemas.childRow(item), schema, withKeys, into: &entries)
        }
    }

    private static func readTables(
        _ list: ArrayView, _ row: Int, _ schema: String?, _ withKeys: Bool, into entries: inout [Entry]
    ) throws(SourceError) {
        guard !list.isNull(at: row) else { return }
        let tables = try list.child(0)
        guard let names = try tables.child(named: "table_name"), let types = try tables.child(named: "table_type")
        else { return }
        let constraints = withKeys ? try tables.child(named: "table_constraints") : nil
        for item in try list.items(at: row) {
            let place = tables.childRow(item)
            let type = try text(types, place)?.lowercased() ?? "table"
            guard let name = try text(names, place), !type.contains("system"),
                type.contains("table") || type.contains("view")
            else { continue }
            entries.append(
                Entry(
                    name: QualifiedName(schema: schema, name: name), isView: type.contains("view"),
                    primaryKey: try constraints.map { (list) throws(SourceError) in try key(list, place) } ?? []))
        }
    }

    private static func key(_ list: ArrayView, _ row: Int) throws(SourceError) -> [String] {
        guard !list.isNull(at: row) else { return [] }
        let constraints = try list.child(0)
        guard let types = try constraints.child(named: "constraint_type"),
            let columns = try constraints.child(named: "constraint_column_names")
        else { return [] }
        for item in try list.items(at: row) {
            let place = constraints.childRow(item)
            guard try text(types, place)?.uppercased() == "PRIMARY KEY", !columns.isNull(at: place) else { continue }
            let names = try columns.child(0)
            var key: [String] = []
            for name in try columns.items(at: place) {
                if let text = try text(names, name) { key.append(text) }
            }
            return key
        }
        return []
    }

    private static func text(_ view: ArrayView, _ row: Int) throws(SourceError) -> String? {
        guard row < view.count else { throw ArrayView.malformed(view.field) }
        return view.isNull(at: row) ? nil : String(decoding: try view.bytes(at: row), as: UTF8.self)
    }

    /// The connected catalogue; `nil` if there is none, or the driver doesn't say.
    private static func currentCatalogue(_ session: ADBCSession) -> String? {
        guard let getOption = session.driver.table.pointee.ConnectionGetOption else { return nil }
        var bytes = [CChar](repeating: 0, count: 1024)
        var length = bytes.count
        var isKnown = false
        session.context.attempt { error in
            let status = getOption(session.connection, "adbc.connection.catalog", &bytes, &length, error)
            isKnown = status == ADBC_STATUS_OK
            return status
        }
        guard isKnown, length > 1, length <= bytes.count else { return nil }
        return String(decoding: bytes[..<(length - 1)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func withOptional<Answer>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Answer) -> Answer {
        guard let text else { return body(nil) }
        return text.withCString { body($0) }
    }
}
