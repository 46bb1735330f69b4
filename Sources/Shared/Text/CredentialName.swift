/// Classifies parts of connection settings by name; this is the only list of such names.
///
/// Stored runs identify their source by the parts that aren't credentials. So adding a name here changes the identity
/// of sources whose settings contain it.
package enum CredentialName {
    /// Whether the part holds a secret, which must never be shown.
    package static func isSecret(_ name: String) -> Bool {
        let folded = name.lowercased().filter { $0.isLetter || $0.isNumber }
        return [
            "pwd", "passw", "passphrase", "passcode", "token", "secret", "credential", "privkey", "privatekey",
            "apikey",
        ]
        .contains { folded.contains($0) } || folded == "pass"
    }

    /// Whether the part may hold a secret.
    ///
    /// This includes all names of `isSecret`, and more. It decides which values are masked in drivers' messages.
    package static func mayBeSecret(_ name: String) -> Bool {
        ["pwd", "pass", "secret", "token", "key", "credential", "authorization"].contains {
            name.lowercased().contains($0)
        }
    }

    /// Whether the part names the user; it may be shown, but doesn't identify the source.
    package static func isUser(_ name: String) -> Bool {
        ["uid", "user", "username", "userid", "login"].contains(name.lowercased())
    }
}
