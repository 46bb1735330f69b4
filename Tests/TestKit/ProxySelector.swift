/// A selection of a `FaultProxy`'s connections.
package struct ProxySelector: Sendable, Hashable {
    private var application: String?
    private var numbers: ClosedRange<Int>?

    package static let all = ProxySelector()

    /// A program's connections, by their `application_name`.
    package static func application(_ name: String) -> ProxySelector {
        ProxySelector(application: name)
    }

    /// A range of a program's connections, counted from 1.
    package static func application(_ name: String, _ numbers: ClosedRange<Int>) -> ProxySelector {
        ProxySelector(application: name, numbers: numbers)
    }

    /// - Parameter number: the number of the connection among those of this `application`, from 1.
    func matches(application name: String?, number: Int) -> Bool {
        (application == nil || application == name) && (numbers?.contains(number) ?? true)
    }
}
