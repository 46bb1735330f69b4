/// Why a substitution failed.
///
/// Contains names and paths, never values.
struct SubstitutionError: Error {
    var message: String
}
