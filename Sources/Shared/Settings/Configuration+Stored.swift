extension Configuration {
    /// All resolved settings as JSON for the control database; every secret is `***`.
    package var storedSettings: String {
        StoredSettings(configuration: self, redaction: Redaction(secrets)).document.json
    }
}
