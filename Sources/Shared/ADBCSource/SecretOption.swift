import Model
import Text

/// Finds option values that must not appear in messages.
enum SecretOption {
    /// The values of options whose names suggest a secret, and the passwords inside all other values.
    static func values(in options: ADBCSource.Options) -> [String] {
        options.all.flatMap { name, value in
            let text = value.revealed
            if CredentialName.mayBeSecret(name) { return [text] }
            return AddressPassword.candidates(in: text)
        }
    }
}
