import Model
import Text

/// Finds option values that must not appear in messages.
enum SecretOption {
    /// The values of options whose names suggest a secret, and the passwords inside all other values.
    static func values(in options: ADBCSource.Options) -> [String] {
        options.all.flatMap { name, value in
            let text = value.revealed
            if CredentialName.mayBeSecret(name) { return [text] }
            return password(in: text).map { [$0] } ?? []
        }
    }

    /// The password of a URL or of `key=value` pairs: `postgresql://user:password@host`, `password=…`.
    private static func password(in text: String) -> String? {
        if let scheme = text.firstRange(of: "://") {
            let authority = text[scheme.upperBound...].prefix { $0 != "/" }
            guard let at = authority.lastIndex(of: "@") else { return nil }
            let user = authority[..<at]
            guard let colon = user.firstIndex(of: ":") else { return nil }
            return String(user[user.index(after: colon)...])
        }
        // Snowflake's form: user:password@account/database.
        if let at = text.lastIndex(of: "@"), let colon = text[..<at].firstIndex(of: ":") {
            return String(text[text.index(after: colon)..<at])
        }
        guard let key = text.firstRange(of: "password=") else { return nil }
        return String(text[key.upperBound...].prefix { $0 != " " && $0 != "&" && $0 != ";" })
    }
}
