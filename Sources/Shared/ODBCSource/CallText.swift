/// The encoding of texts passed to a driver's functions.
///
/// Unicode drivers take UTF-16 through the `…W` functions. For other drivers, the driver manager converts UTF-16 to the
/// locale's encoding, which loses characters under the C locale; these drivers get UTF-8 unchanged.
enum CallText: Sendable {
    case narrow
    case wide
}
