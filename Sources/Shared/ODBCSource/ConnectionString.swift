import Text

/// A parsed ODBC connection string: `Driver={SQLite3};Database=/data/x.db`.
struct ConnectionString: Sendable {
    /// Keys as written, in order; none where the text has another form, which the driver will say.
    let pairs: [(key: String, value: String)]
    private let text: String

    init(_ text: String) {
        self.text = text
        pairs = ODBCConnectionText(text)?.pairs ?? []
    }

    /// The value of a key, in any letter case.
    func value(for key: String) -> String? {
        pairs.first { $0.key.lowercased() == key.lowercased() }?.value
    }

    /// The string with those defaults added that it doesn't set itself.
    func adding(_ defaults: [(key: String, value: String)]) -> String {
        let missing = defaults.filter { value(for: $0.key) == nil }.map { "\($0.key)=\($0.value)" }
        guard !missing.isEmpty else { return text }
        let separator = text.isEmpty || text.hasSuffix(";") ? "" : ";"
        return text + separator + missing.joined(separator: ";")
    }

    /// Settings that make a driver stream its results and return exact values.
    ///
    /// The settings of a DSN are in `odbc.ini`.
    var drivenDefaults: [(key: String, value: String)] {
        switch driverFamily {
        // Row by row instead of loading the whole result; no new file for a misspelt name; real column names.
        case .sqlite: [("StepAPI", "1"), ("NoCreat", "1"), ("LongNames", "1"), ("Timeout", "30000")]
        // Rows straight from the network instead of loading the whole result.
        case .mariaDB: [("NO_CACHE", "1"), ("FORWARDONLY", "1")]
        case .other: []
        }
    }

    enum DriverFamily { case sqlite, mariaDB, other }

    /// The driver family, from the driver's registered name or file.
    var driverFamily: DriverFamily {
        guard let driver = value(for: "Driver")?.split(separator: "/").last?.lowercased() else { return .other }
        if driver.contains("sqlite") { return .sqlite }
        if driver.contains("mariadb") || driver.contains("maodbc") { return .mariaDB }
        return .other
    }

    /// Values that must not appear in any message.
    var secretValues: [String] {
        pairs.filter { CredentialName.mayBeSecret($0.key) }.map(\.value)
    }
}
