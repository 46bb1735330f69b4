/// Tells by its name what a part of a connection string holds.
enum CredentialName {
    /// Parts that must never be shown.
    static func isSecret(_ name: String) -> Bool {
        let folded = name.lowercased().filter { $0.isLetter || $0.isNumber }
        return [
            "pwd", "passw", "passphrase", "passcode", "token", "secret", "credential", "privkey", "privatekey",
            "apikey",
        ]
        .contains { folded.contains($0) } || folded == "pass"
    }

    /// Parts that say who connects; they may be shown, but don't say what is read.
    static func isUser(_ name: String) -> Bool {
        ["uid", "user", "username", "userid", "login"].contains(name.lowercased())
    }
}
