extension Setting {
    /// In the order of the documentation.
    package static let all: [Setting] = source + target + tables

    /// Those that a flag or an environment variable sets, too; no two have one key.
    package static let overridable: [Setting] = all.filter(\.isOverridable)

    /// Those that are keys of an entry of `tables`, not of a section in it.
    static let tableKeys: [Setting] = tables.filter { $0.path == "tables.\($0.key)" }

    /// By key of an entry of `tables`.
    static let tableFields: [String: TableField] = Dictionary(
        uniqueKeysWithValues: tableKeys.compactMap { setting in setting.field.map { (setting.key, $0) } })

    private static let byPath: [String: Setting] = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })

    static func at(_ path: String) -> Setting? { byPath[path] }

    /// The keys of the section at `path` (`""`: the document), in the order of the list.
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
