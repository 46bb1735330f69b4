/// Why a text can't be substituted.
///
/// Shows names and paths, never values.
struct SubstitutionError: Error {
    var message: String
}
