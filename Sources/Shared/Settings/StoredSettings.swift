import Model

/// Prints a configuration for the control database.
struct StoredSettings {
    let configuration: Configuration
    /// For free texts: a secret may have slipped into a setting that is none, such as a query.
    let redaction: Redaction

    var document: JSONValue {
        let source = configuration.source
        var sourceMembers: [String: JSONValue] = [
            "type": .text(source.kind.rawValue),
            "snapshot": .text(source.snapshot.rawValue),
        ]
        if let adbc = source.adbc {
            sourceMembers["driver"] = .text(adbc.driver)
            sourceMembers["entrypoint"] = adbc.entrypoint.map(JSONValue.text)
            let options = [
                ("options", adbc.options), ("connection_options", adbc.connectionOptions),
                ("statement_options", adbc.statementOptions),
            ]
            // An option's value may be a secret, whatever its name.
            for (key, values) in options where !values.isEmpty {
                sourceMembers[key] = .object(values.mapValues { _ in .text("***") })
            }
        } else if let snowflake = source.snowflake {
            sourceMembers.merge(SnowflakeDescription.stored(snowflake)) { own, _ in own }
        } else {
            sourceMembers[source.kind == .postgres ? "url" : "connection"] = .text("***")
        }
        sourceMembers["breaker_failures"] = .number(source.breakerFailures)
        sourceMembers["breaker_rest_seconds"] = .number(Int(source.breakerRest.components.seconds))
        sourceMembers["max_connections"] = source.maxConnections.map(JSONValue.number)
        if source.dialect != .auto { sourceMembers["dialect"] = .text(source.dialect.rawValue) }
        let session = configuration.target.session.mapValues(free)
        return .object([
            "source": .object(sourceMembers),
            "target": .object(["url": .text("***"), "session": .object(session)]),
            "control": .object(["url": .text("***")]),
            "tables": .list(configuration.entries.map(stored)),
        ])
    }

    private func free(_ text: String) -> JSONValue { .text(redaction.apply(text)) }

    private func stored(_ entry: TableEntry) -> JSONValue {
        var members = stored(configuration.settings(of: entry))
        switch entry.selection {
        case .table(let name): members["source"] = .text(NameText.text(name))
        case .pattern(let pattern): members["source"] = .text(pattern)
        case .query(let query): members["query"] = free(query)
        }
        members["target"] = (configuration.target(of: entry)?.description).map(JSONValue.text)
        return .object(members)
    }

    private func stored(_ settings: TableSettings) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "mode": .text(settings.mode.rawValue),
            "threads": .number(settings.threads),
            "batch_rows": .number(settings.batchRows),
            "chunk_rows": .number(settings.chunkRows),
            "max_retry_attempts": .number(settings.maxRetryAttempts),
            "lambda_timeout_buffer_seconds": .number(Int(settings.timeoutBuffer.components.seconds)),
            "stall_timeout_seconds": .number(Int(settings.stallTimeout.components.seconds)),
            "allow_truncate": .boolean(settings.allowTruncate),
            "unlogged": .boolean(settings.isUnlogged),
        ]
        members["chunk"] =
            switch settings.chunking {
            case .auto: .object(["by": .text("auto")])
            case .hash: .object(["by": .text("hash")])
            case .place: .object(["by": .text("ctid")])
            case .single: .object(["by": .text("none")])
            case .column(let column): .object(["column": .text(column)])
            }
        if settings.maxValueBytes != TableSettings().maxValueBytes {
            members["max_value_bytes"] = .number(settings.maxValueBytes)
        }
        if settings.definition != .target { members["definition"] = .text(settings.definition.rawValue) }
        if settings.dependents != .carry { members["on_dependents"] = .text(settings.dependents.rawValue) }
        if settings.snapshot != .auto { members["snapshot"] = .text(settings.snapshot.rawValue) }
        members["chunk_bytes"] = settings.chunkBytes.map(JSONValue.number)
        members["primary_key"] = settings.primaryKey.map { .list($0.map(JSONValue.text)) }
        members["where"] = settings.filter.map(free)
        if !settings.columns.isEmpty { members["columns"] = .object(settings.columns.mapValues(stored)) }
        return members
    }

    private func stored(_ rule: ColumnRule) -> JSONValue {
        switch rule {
        case .drop: return .object(["drop": .boolean(true)])
        case .copy(let type, let expression):
            var members: [String: JSONValue] = [:]
            members["type"] = type.map(JSONValue.text)
            members["expr"] = expression.map(free)
            return .object(members)
        }
    }
}
