/// Tells by its name what a part of a connection's settings holds: the one list of such names.
///
/// The places that runs keep of a source are made of what isn't a credential, so a name that is added here makes another
/// place of settings that have it.
package enum CredentialName {
    /// Parts that hold a secret, and must never be shown.
    package static func isSecret(_ name: String) -> Bool {
        let folded = name.lowercased().filter { $0.isLetter || $0.isNumber }
        return [
            "pwd", "passw", "passphrase", "passcode", "token", "secret", "credential", "privkey", "privatekey",
            "apikey",
        ]
        .contains { folded.contains($0) } || folded == "pass"
    }

    /// Parts that may hold one: all of those, and more; for what a driver says, and for what is taken for no secret.
    package static func mayBeSecret(_ name: String) -> Bool {
        ["pwd", "pass", "secret", "token", "key", "credential", "authorization"].contains {
            name.lowercased().contains($0)
        }
    }

    /// Parts that say who connects; they may be shown, but don't say what is read.
    package static func isUser(_ name: String) -> Bool {
        ["uid", "user", "username", "userid", "login"].contains(name.lowercased())
    }
}
