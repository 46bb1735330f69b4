/// How texts go to a driver's functions.
///
/// Unicode drivers take UTF-16 through the `…W` functions. The driver manager turns UTF-16 into a locale's bytes for
/// the others, which loses letters under the C locale; these get UTF-8 as it is.
enum CallText: Sendable {
    case narrow
    case wide
}
