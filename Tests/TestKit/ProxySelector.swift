/// Which connections of a `FaultProxy` are meant.
package struct ProxySelector: Sendable, Hashable {
    private var application: String?
    private var numbers: ClosedRange<Int>?

    package static let all = ProxySelector()

    /// Those of a program, by the `application_name` that it connects with.
    package static func application(_ name: String) -> ProxySelector {
        ProxySelector(application: name)
    }

    /// A program's connections, counted from 1.
    package static func application(_ name: String, _ numbers: ClosedRange<Int>) -> ProxySelector {
        ProxySelector(application: name, numbers: numbers)
    }

    /// `number` counts the connections of this `application`.
    func matches(application name: String?, number: Int) -> Bool {
        (application == nil || application == name) && (numbers?.contains(number) ?? true)
    }
}
