import CUnixODBC
import RowSource

extension ODBCStatement {
    /// Runs SQLTables.
    ///
    /// nil names mean all; others are escaped, because the function takes patterns.
    func tables(schema: String?, name: String?) throws(SourceError) {
        try call("SQLTables", schema.map(escaped), name.map(escaped))
    }

    /// Runs SQLColumns.
    func columns(schema: String?, name: String) throws(SourceError) {
        try call("SQLColumns", schema.map(escaped), escaped(name))
    }

    /// Runs SQLPrimaryKeys, whose arguments aren't patterns.
    func primaryKeys(schema: String?, name: String) throws(SourceError) {
        try call("SQLPrimaryKeys", schema, name)
    }

    private func escaped(_ name: String) -> String {
        let escape = session.info(SQL_SEARCH_PATTERN_ESCAPE)
        guard !escape.isEmpty else { return name }
        return name.reduce(into: "") { result, character in
            if character == "_" || character == "%" || String(character) == escape { result += escape }
            result.append(character)
        }
    }

    private func call(_ function: String, _ schema: String?, _ name: String?) throws(SourceError) {
        let result: SQLRETURN
        let end = SQLSMALLINT(SQL_NTS)
        switch session.callText {
        case .narrow:
            result = withText(schema, \.utf8) { (schema: UnsafeMutablePointer<SQLCHAR>?) in
                withText(name, \.utf8) { (name: UnsafeMutablePointer<SQLCHAR>?) in
                    switch function {
                    case "SQLTables": SQLTables(handle, nil, 0, schema, end, name, end, nil, 0)
                    case "SQLColumns": SQLColumns(handle, nil, 0, schema, end, name, end, nil, 0)
                    default: SQLPrimaryKeys(handle, nil, 0, schema, end, name, end)
                    }
                }
            }
        case .wide:
            result = withText(schema, \.utf16) { (schema: UnsafeMutablePointer<SQLWCHAR>?) in
                withText(name, \.utf16) { (name: UnsafeMutablePointer<SQLWCHAR>?) in
                    switch function {
                    case "SQLTables": SQLTablesW(handle, nil, 0, schema, end, name, end, nil, 0)
                    case "SQLColumns": SQLColumnsW(handle, nil, 0, schema, end, name, end, nil, 0)
                    default: SQLPrimaryKeysW(handle, nil, 0, schema, end, name, end)
                    }
                }
            }
        }
        try check(result, function)
    }

    /// A text as a C string for one call; nil stays nil.
    private func withText<Unit: FixedWidthInteger, View: Sequence<Unit>>(
        _ text: String?, _ view: (String) -> View, _ body: (UnsafeMutablePointer<Unit>?) -> SQLRETURN
    ) -> SQLRETURN {
        guard let text else { return body(nil) }
        var units = Array(view(text)) + [0]
        return units.withUnsafeMutableBufferPointer { body($0.baseAddress) }
    }
}
