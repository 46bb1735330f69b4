package import Model
import Text

/// Masks known secrets in any text.
///
/// The last line of defence before a log, an error or a table: texts should contain no secrets in the first place.
///
/// Masks each secret as a whole, and the passwords, tokens and keys inside connection strings, in every form that a
/// driver may echo: plain, percent-encoded, in braces, with escaped quotes or backslashes.
package struct Redaction: Sendable {
    private let redactor: Redactor

    package init(_ secrets: [Secret]) {
        var forms: Set<String> = []
        for secret in secrets where !Self.hidesNothing(secret) {
            Self.addForms(of: secret.revealed, to: &forms)
            for part in Self.parts(of: secret.revealed) { Self.addForms(of: part, to: &forms) }
        }
        redactor = Redactor(secrets: forms)
    }

    /// The text with each secret replaced by `***`.
    package func apply(_ text: String) -> String {
        redactor.redacted(text)
    }

    /// A connection string that equals its own description, such as a file without a password, may be shown.
    private static func hidesNothing(_ secret: Secret) -> Bool {
        parts(of: secret.revealed).isEmpty
            && [ConnectionDescription.odbc(secret), ConnectionDescription.postgres(secret)].contains(secret.revealed)
    }

    private static func parts(of text: String) -> [String] {
        var parts: [String] = []
        if let odbc = ODBCConnectionText(text) {
            parts += odbc.pairs.filter { CredentialName.isSecret($0.key) }.map(\.value)
        }
        if let postgres = PostgresConnectionText(text) { parts += postgres.secrets }
        return parts
    }

    private static func addForms(of text: String, to forms: inout Set<String>) {
        let decoded = PercentCoding.decoded(text)
        for plain in [text, decoded] {
            forms.insert(plain)
            forms.insert(PercentCoding.encoded(plain))
            forms.insert(PercentCoding.encoded(plain, uppercase: false))
            forms.insert(doubling("}", in: plain))
            forms.insert(doubling("'", in: plain))
            forms.insert(escaping(["\\", "\""], in: plain))
            forms.insert(escaping(["\\", "'"], in: plain))
        }
    }

    private static func doubling(_ character: Character, in text: String) -> String {
        text.map { $0 == character ? "\($0)\($0)" : String($0) }.joined()
    }

    private static func escaping(_ characters: Set<Character>, in text: String) -> String {
        text.map { characters.contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
