extension Setting {
    /// All settings, in the order of the documentation.
    package static let all: [Setting] = source + target + tables

    /// Settings that a flag or environment variable can also set; their keys are unique.
    package static let overridable: [Setting] = all.filter(\.isOverridable)

    /// Settings directly in an entry of `tables`, not in a section of it.
    static let tableKeys: [Setting] = tables.filter { $0.path == "tables.\($0.key)" }

    /// The fields by their key in an entry of `tables`.
    static let tableFields: [String: TableField] = Dictionary(
        uniqueKeysWithValues: tableKeys.compactMap { setting in setting.field.map { (setting.key, $0) } })

    private static let byPath: [String: Setting] = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })

    static func at(_ path: String) -> Setting? { byPath[path] }

    /// The keys of the section at `path` (`""` for the document), in the order of the list.
    static func keys(under path: String) -> [String] {
        let depth = path.isEmpty ? 0 : path.split(separator: ".").count
        var keys: [String] = []
        for setting in all where path.isEmpty || setting.path.hasPrefix(path + ".") {
            let key = String(setting.path.split(separator: ".")[depth])
            if !keys.contains(key) { keys.append(key) }
        }
        return keys
    }
}
