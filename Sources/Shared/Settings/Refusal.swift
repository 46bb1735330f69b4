/// What of a setting this version of Snowmelt has a name for and doesn't carry out.
///
/// It is refused, never ignored. A version that learns it removes the refusal.
package struct Refusal: Sendable {
    /// The values that this version carries out; empty: the key itself is refused.
    package var supported: [String] = []
    /// What to do instead.
    package var advice: String
}
