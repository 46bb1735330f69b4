/// A key that a configuration may hold.
///
/// The list is the one truth about keys: the reader refuses every other key, and a test holds `docs/configuration.md`
/// against it.
package struct Setting: Hashable, Sendable {
    /// From the top of the document, without list positions; `*` stands for any name: `tables.columns.*.type`.
    package var path: String
    /// The built-in value as the documentation prints it; nil: none.
    package var builtIn: String?
    /// Where a flag or an environment variable sets it, too.
    package var override: OverridableSetting?

    init(_ path: String, builtIn: String? = nil, override: OverridableSetting? = nil) {
        self.path = path
        self.builtIn = builtIn
        self.override = override
    }

    /// The keys of the section at `path` (`""`: the document), in the order of the list.
    static func keys(under path: String) -> [String] {
        let depth = path.isEmpty ? 0 : path.split(separator: ".").count
        var keys: [String] = []
        for setting in all where path.isEmpty || setting.path.hasPrefix(path + ".") {
            let key = String(setting.path.split(separator: ".")[depth])
            if keys.last != key { keys.append(key) }
        }
        return keys
    }
}
