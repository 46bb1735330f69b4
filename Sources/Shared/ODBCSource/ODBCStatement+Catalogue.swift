import CUnixODBC
import RowSource

extension ODBCStatement {
    /// Runs SQLTables; `nil` names match all.
    ///
    /// Schema and table are escaped, because the function takes patterns. Drivers differ on whether the catalogue is a
    /// pattern; as one it also matches itself.
    func tables(_ place: NameSpace.Arguments, name: String?) throws(SourceError) {
        try call("SQLTables", place.catalogue, place.schema.map(escaped), name.map(escaped))
    }

    /// Runs SQLColumns.
    func columns(_ place: NameSpace.Arguments, name: String) throws(SourceError) {
        try call("SQLColumns", place.catalogue, place.schema.map(escaped), escaped(name))
    }

    /// Runs SQLPrimaryKeys, whose arguments aren't patterns.
    func primaryKeys(_ place: NameSpace.Arguments, name: String) throws(SourceError) {
        try call("SQLPrimaryKeys", place.catalogue, place.schema, name)
    }

    private func escaped(_ name: String) -> String {
        let escape = session.info(SQL_SEARCH_PATTERN_ESCAPE)
        guard !escape.isEmpty else { return name }
        return name.reduce(into: "") { result, character in
            if character == "_" || character == "%" || String(character) == escape { result += escape }
            result.append(character)
        }
    }

    private func call(
        _ function: String, _ catalogue: String?, _ schema: String?, _ name: String?
    ) throws(SourceError) {
        let result: SQLRETURN
        let end = SQLSMALLINT(SQL_NTS)
        switch session.callText {
        case .narrow:
            result = withTexts(catalogue, schema, name, \.utf8) { (catalogue, schema, name) in
                switch function {
                case "SQLTables": SQLTables(handle, catalogue, end, schema, end, name, end, nil, 0)
                case "SQLColumns": SQLColumns(handle, catalogue, end, schema, end, name, end, nil, 0)
                default: SQLPrimaryKeys(handle, catalogue, end, schema, end, name, end)
                }
            }
        case .wide:
            result = withTexts(catalogue, schema, name, \.utf16) { (catalogue, schema, name) in
                switch function {
                case "SQLTables": SQLTablesW(handle, catalogue, end, schema, end, name, end, nil, 0)
                case "SQLColumns": SQLColumnsW(handle, catalogue, end, schema, end, name, end, nil, 0)
                default: SQLPrimaryKeysW(handle, catalogue, end, schema, end, name, end)
                }
            }
        }
        try check(result, function)
    }

    private typealias CText<Unit> = UnsafeMutablePointer<Unit>?

    private func withTexts<Unit: FixedWidthInteger, View: Sequence<Unit>>(
        _ first: String?, _ second: String?, _ third: String?, _ view: (String) -> View,
        _ body: (CText<Unit>, CText<Unit>, CText<Unit>) -> SQLRETURN
    ) -> SQLRETURN {
        withText(first, view) { first in
            withText(second, view) { second in
                withText(third, view) { third in body(first, second, third) }
            }
        }
    }

    /// Passes a text as a C string for the duration of one call; `nil` stays `nil`.
    private func withText<Unit: FixedWidthInteger, View: Sequence<Unit>>(
        _ text: String?, _ view: (String) -> View, _ body: (UnsafeMutablePointer<Unit>?) -> SQLRETURN
    ) -> SQLRETURN {
        guard let text else { return body(nil) }
        var units = Array(view(text)) + [0]
        return units.withUnsafeMutableBufferPointer { body($0.baseAddress) }
    }
}
