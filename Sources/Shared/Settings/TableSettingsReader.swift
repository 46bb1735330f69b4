import Model

/// Reads table settings, from an entry of `tables`, from `defaults` or from flags and environment.
enum TableSettingsReader {
    static func read(_ section: SettingsSection) -> TableSettingsLayer {
        var layer = TableSettingsLayer()
        layer.mode = section["mode"]?.choice(LoadMode.allCases.map(\.rawValue)).flatMap(LoadMode.init)
        layer.chunking = section["chunk"].flatMap(chunking)
        layer.primaryKey = section["primary_key"]?.names()
        layer.filter = section["where"]?.text()
        layer.columns = section["columns"].map(columns) ?? [:]
        layer.threads = section["threads"]?.integer(in: 1...1_000)
        layer.batchRows = section["batch_rows"]?.integer(in: 1...10_000_000)
        layer.chunkRows = section["chunk_rows"]?.integer(in: 1...Int.max)
        layer.chunkBytes = section["chunk_bytes"]?.byteCount(atLeast: 1 << 20)
        layer.maxRetryAttempts = section["max_retry_attempts"]?.integer(in: 1...1_000)
        layer.timeoutBuffer = section["lambda_timeout_buffer_seconds"]?.integer(in: 0...86_400).map { .seconds($0) }
        layer.stallTimeout = section["stall_timeout_seconds"]?.integer(in: 1...86_400).map { .seconds($0) }
        layer.maxValueBytes = section["max_value_bytes"]?.byteCount(atLeast: 1 << 10)
        layer.allowTruncate = section["allow_truncate"]?.boolean()
        layer.snapshot = section["snapshot"]?.choice(SnapshotMode.allCases.map(\.rawValue)).flatMap(SnapshotMode.init)
        layer.isUnlogged = section["unlogged"]?.boolean()
        layer.definition = section["definition"]?.choice(DefinitionSource.allCases.map(\.rawValue))
            .flatMap(DefinitionSource.init)
        layer.dependents = section["on_dependents"]?.choice(DependentsRule.allCases.map(\.rawValue))
            .flatMap(DependentsRule.init)
        // Checked here; the only values that pass are what this version does anyway.
        _ = section["on_nul"]?.choice(["fail", "strip", "replace", "quarantine"])
        _ = section["on_bad_row"]?.choice(["fail", "quarantine"])
        _ = section["on_duplicate"]?.choice(["fail", "keep_first", "quarantine"])
        return layer
    }

    /// `auto`, `{by: auto}`, `{by: {column: c}}`, `{column: c}`.
    private static func chunking(_ value: SettingValue) -> ChunkStrategy? {
        if value.isScalar { return word(value) }
        guard let section = SettingsSection(value) else { return nil }
        guard let by = section["by"] else {
            guard let column = section["column"]?.text() else {
                value.report("expected by: auto, hash, ctid or none, or column: NAME")
                return nil
            }
            return .column(column)
        }
        if let column = section["column"] {
            column.report("stands beside by; write either by or column")
            return nil
        }
        if by.isScalar { return word(by) }
        guard let inner = SettingsSection(by) else { return nil }
        guard let column = inner["column"]?.text() else {
            inner.report(missing: "column", "expected the name of a column")
            return nil
        }
        return .column(column)
    }

    private static func word(_ value: SettingValue) -> ChunkStrategy? {
        switch value.choice(["auto", "hash", "ctid", "none"]) {
        case "auto": .auto
        case "hash": .hash
        case "ctid": .place
        case "none": .single
        default: nil
        }
    }

    private static func columns(_ value: SettingValue) -> [String: ColumnRule] {
        var rules: [String: ColumnRule] = [:]
        for (name, value) in value.pairs() ?? [] {
            guard let section = SettingsSection(value) else { continue }
            let isDropped = section["drop"]?.boolean() ?? false
            let type = section["type"]?.text()
            let expression = section["expr"]?.text()
            if isDropped, type != nil || expression != nil {
                value.report("is dropped, so it has no type and no expr")
            } else if isDropped {
                rules[name] = .drop
            } else if type != nil || expression != nil {
                rules[name] = .copy(type: type, expression: expression)
            }
        }
        return rules
    }
}
