extension Configuration {
    /// All resolved settings as JSON for the control database; every secret is `***`.
    package var storedSettings: String { settingsDocument.json }

    /// The same for a run that is planned with this rule for rows of ended runs.
    package func storedSettings(leftovers: String) -> String {
        var document = settingsDocument
        document["leftovers"] = .text(leftovers)
        return document.json
    }

    private var settingsDocument: JSONValue {
        StoredSettings(configuration: self, redaction: Redaction(secrets)).document
    }
}
