package import Model

/// The classes found among the values of a column without a type.
package struct ValueClasses: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    package static let integers = ValueClasses(rawValue: 1)
    package static let reals = ValueClasses(rawValue: 2)
    package static let texts = ValueClasses(rawValue: 4)
    package static let blobs = ValueClasses(rawValue: 8)

    /// The type that holds all of them unchanged; `nil` if there is none, or no value.
    package var type: SourceType? {
        switch self {
        case .integers: .integer(bits: 64, signed: true)
        // An integer too large for a real to hold exactly is refused when it is read.
        case .reals, [.integers, .reals]: .float64
        case .texts: .text(length: nil)
        case .blobs: .binary
        default: nil
        }
    }

    /// For messages: `integers and texts`, `nothing but NULL`.
    package var names: String {
        let names = [(Self.integers, "integers"), (.reals, "reals"), (.texts, "texts"), (.blobs, "blobs")]
            .filter { contains($0.0) }.map(\.1)
        guard let last = names.last else { return "nothing but NULL" }
        return names.count == 1 ? last : "\(names.dropLast().joined(separator: ", ")) and \(last)"
    }
}
