import Model

extension Configuration {
    /// A short hash of what is copied where, by which `run` finds this configuration's unfinished run.
    ///
    /// Includes source, target and control database without credentials; selections, targets, modes, conditions and
    /// column rules. Excludes speed (threads, sizes, attempts), chunking and the order of entries. 16 hexadecimal
    /// digits.
    package var identity: String {
        Self.hash(
            [
                "source", source.connector.kind.rawValue, source.connector.settings.identity,
                "target", targetPlace, "control", controlPlace,
            ] + entries.map(identity).sorted())
    }

    /// A hash of what is copied, wherever it is copied from and to.
    var contentIdentity: String { Self.hash(entries.map(identity).sorted()) }

    /// A hash of what identifies the source.
    var sourceIdentity: String {
        Self.hash([source.connector.kind.rawValue, source.connector.settings.identity])
    }

    /// The target's address without user and password: `host=db;dbname=analytics`.
    var targetPlace: String { ConnectionDescription.postgresIdentity(target.url) }
    var controlPlace: String { ConnectionDescription.postgresIdentity(control.url) }

    private static func hash(_ parts: [String]) -> String {
        // Each part is prefixed with its length, so that different lists never produce the same text.
        StableHash.digits(parts.map { "\($0.utf8.count):\($0)" }.joined())
    }

    private func identity(of entry: TableEntry) -> String {
        let settings = settings(of: entry)
        let selection =
            switch entry.selection {
            case .table(let name): "table \(NameText.text(name))"
            case .pattern(let pattern): "pattern \(pattern)"
            case .query(let query): "query \(query)"
            }
        let rules = settings.columns.sorted { $0.key < $1.key }.map { name, rule in
            switch rule {
            case .drop: "\(name) drop"
            case .copy(let type, let expression): "\(name) \(type ?? "") = \(expression ?? "")"
            }
        }
        let target = target(of: entry)?.description ?? ""
        let exclusions = entry.exclude.sorted().map { "without \($0)" }
        return ([selection, target, settings.mode.rawValue, settings.filter ?? ""] + rules + exclusions)
            .map { "\($0.utf8.count):\($0)" }.joined()
    }
}
