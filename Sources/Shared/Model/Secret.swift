/// A value that must not be printed: passwords, tokens, connection strings.
///
/// It prints as `***`.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The value itself.
    ///
    /// Pass it only to a driver, never to a log, an error or a table.
    package let revealed: String

    package init(_ value: String) {
        revealed = value
    }

    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
