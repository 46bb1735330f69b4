import Model

/// What a table's name is qualified by in a system, as its driver says.
enum NameSpace: Hashable, Sendable {
    /// A schema, within the catalogue that is connected to, if the system has catalogues.
    case schema(catalogue: String?)
    /// A catalogue, where there are no schemas; `current`: the one that an unqualified name means.
    case catalogue(current: String?)
    /// Nothing.
    case none

    /// What a catalogue function is asked for; nil stands for any.
    struct Arguments {
        var catalogue: String?
        var schema: String?
    }

    /// - Parameters:
    ///   - qualifier: a table's, or nil.
    ///   - isListing: whether all tables are asked for.
    func arguments(_ qualifier: String?, isListing: Bool) -> Arguments {
        switch self {
        case .schema(let catalogue): Arguments(catalogue: catalogue, schema: qualifier)
        case .catalogue(let current): Arguments(catalogue: qualifier ?? (isListing ? nil : current), schema: nil)
        case .none: Arguments(catalogue: nil, schema: nil)
        }
    }

    /// The name of a table that a catalogue function found; nil for one in another catalogue.
    func name(catalogue: String?, schema: String?, table: String) -> QualifiedName? {
        switch self {
        case .schema(let own):
            // Some drivers leave the catalogue out.
            if let own, let catalogue, !catalogue.isEmpty, catalogue != own { return nil }
            return QualifiedName(schema: Self.filled(schema), name: table)
        case .catalogue: return QualifiedName(schema: Self.filled(catalogue), name: table)
        case .none: return QualifiedName(schema: nil, name: table)
        }
    }

    private static func filled(_ text: String?) -> String? {
        text.flatMap { $0.isEmpty ? nil : $0 }
    }
}
