/// The error if the test kit can't do what a test needs.
package struct TestKitError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
