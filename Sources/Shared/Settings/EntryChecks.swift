import Model

/// Checks that involve several entries of `tables` and don't need the source.
enum EntryChecks {
    static func check(_ layers: TableLayers, document: SettingValue) {
        let threads = Set(layers.entries.map { layers.settings(of: $0).work.threads })
        for entry in layers.entries {
            var place = document
            place.position = entry.position
            place.path = "tables[\(entry.index)].target"
            if layers.target(of: entry) == nil {
                place.report("is missing; write the target table, schema.name, or schema.* to keep the name")
            }
            place.path = "tables[\(entry.index)].threads"
            if threads.count > 1, entry.settings.gives(\.work.threads) {
                place.report(
                    "differs between tables; a worker's slots serve all tables in this version, so set it in defaults")
            }
            let settings = layers.settings(of: entry)
            place.path = "tables[\(entry.index)].unlogged"
            if settings.isUnlogged, !settings.mode.isStaged {
                place.report(
                    "goes with mode replace only: \(settings.mode.rawValue) loads the target itself, which a crash of "
                        + "the server would empty; use mode: replace, or set unlogged: false for this table")
            }
        }
    }
}
