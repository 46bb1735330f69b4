/// An error for a file that can't be read; `reason` follows the file's name: `doesn't exist`.
package struct FileError: Error, Sendable {
    package enum Kind: Sendable {
        case missing
        case directory
        case notRegular
        case tooLarge
        case permission
        case notText
        case other
    }

    package var kind: Kind
    package var reason: String

    package init(_ kind: Kind, reason: String) {
        self.kind = kind
        self.reason = reason
    }
}
