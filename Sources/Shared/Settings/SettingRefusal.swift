/// The part of a known setting that this version doesn't support.
///
/// Such a setting is refused, never ignored. A version that supports it removes the refusal.
package struct SettingRefusal: Sendable {
    /// The supported values; empty if the key itself is refused.
    package var supported: [String] = []
    /// What to do instead.
    package var advice: String
}
