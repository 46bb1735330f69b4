/// A driver's manifest, which names its library: a few lines of TOML, written by ADBC's tools.
///
/// ```toml
/// [Driver]
/// entrypoint = "AdbcDriverInit"
/// [Driver.shared]
/// linux_amd64 = "/path/libadbc_driver_snowflake.so"
/// ```
struct DriverManifest {
    let library: String
    let entrypoint: String?

    /// `nil` if it names no library for this platform.
    init?(_ text: String) {
        var section = ""
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let line = line.filter { $0 != "\r" && $0 != "\t" }
            if line.hasPrefix("[") {
                section = line.filter { !"[] ".contains($0) }
            } else if let equals = line.firstIndex(of: "=") {
                let key = line[..<equals].filter { $0 != " " }
                let quoted = line[equals...].split(separator: line[equals...].contains("\"") ? "\"" : "'")
                if quoted.count > 1 { values["\(section).\(key)"] = String(quoted[1]) }
            }
        }
        guard let library = values["Driver.shared.\(Self.platform)"] ?? values["Driver.shared"] else { return nil }
        self.library = library
        entrypoint = values["Driver.entrypoint"]
    }

    private static var platform: String {
        #if arch(arm64)
            "linux_arm64"
        #else
            "linux_amd64"
        #endif
    }
}
