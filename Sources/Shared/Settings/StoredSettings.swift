import Model

/// Formats a configuration for the control database.
struct StoredSettings {
    let configuration: Configuration
    /// For free texts: a setting that isn't secret, such as a query, may contain a secret by mistake.
    let redaction: Redaction

    var document: JSONValue {
        let source = configuration.source
        var sourceMembers: [String: JSONValue] = [
            "type": .text(source.connector.kind.rawValue),
            "snapshot": .text(source.snapshot.rawValue),
        ]
        sourceMembers.merge(source.connector.settings.stored) { own, _ in own }
        sourceMembers["breaker_failures"] = .number(source.breakerFailures)
        sourceMembers["breaker_rest_seconds"] = .number(Int(source.breakerRest.components.seconds))
        sourceMembers["max_connections"] = source.maxConnections.map(JSONValue.number)
        if source.dialect != .auto { sourceMembers["dialect"] = .text(source.dialect.rawValue) }
        let session = configuration.target.session.mapValues(free)
        // Only those that a plan keeps: the others don't matter to a later command.
        let kept = configuration.overrideNames.keys.filter { key in
            Setting.overridable.contains { $0.key == key && $0.effect != .atOnce }
        }
        return .object([
            "source": .object(sourceMembers),
            "target": .object(["url": .text("***"), "session": .object(session)]),
            "control": .object(["url": .text("***")]),
            "identity": .object([
                "content": .text(configuration.contentIdentity), "source": .text(configuration.sourceIdentity),
                "target": .text(configuration.targetPlace), "control": .text(configuration.controlPlace),
            ]),
            "overrides": .list(kept.sorted().map(JSONValue.text)),
            "tables": .list(configuration.entries.map(stored)),
        ])
    }

    private func free(_ text: String) -> JSONValue { .text(redaction.apply(text)) }

    func stored(_ entry: TableEntry) -> JSONValue {
        var members = stored(configuration.settings(of: entry))
        switch entry.selection {
        case .table(let name): members["source"] = .text(NameText.text(name))
        case .pattern(let pattern): members["source"] = .text(pattern)
        case .query(let query): members["query"] = free(query)
        }
        if !entry.exclude.isEmpty { members["exclude"] = .list(entry.exclude.map(JSONValue.text)) }
        members["target"] = (configuration.target(of: entry)?.description).map(JSONValue.text)
        return .object(members)
    }

    private func stored(_ settings: TableSettings) -> [String: JSONValue] {
        Setting.tableFields.compactMapValues { $0.stored(settings, redaction) }
    }
}
