import Model

/// What qualifies a table's name in a system, according to its driver.
enum NameSpace: Hashable, Sendable {
    /// A schema, within the connected catalogue if the system has catalogues.
    case schema(catalogue: String?)
    /// A catalogue, in systems without schemas; `current` is the one that unqualified names refer to.
    case catalogue(current: String?)
    /// Names aren't qualified.
    case none

    /// The arguments of a catalogue function; `nil` matches anything.
    struct Arguments {
        var catalogue: String?
        var schema: String?
    }

    /// - Parameters:
    /// - qualifier: the table's qualifier, if any.
    /// - isListing: whether all tables are wanted.
    func arguments(_ qualifier: String?, isListing: Bool) -> Arguments {
        switch self {
        case .schema(let catalogue): Arguments(catalogue: catalogue, schema: qualifier)
        case .catalogue(let current): Arguments(catalogue: qualifier ?? (isListing ? nil : current), schema: nil)
        case .none: Arguments(catalogue: nil, schema: nil)
        }
    }

    /// The name of a table returned by a catalogue function; `nil` if it is in another catalogue.
    func name(catalogue: String?, schema: String?, table: String) -> QualifiedName? {
        switch self {
        case .schema(let own):
            // Some drivers omit the catalogue.
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
