/// A setting, or values of one, that Snowmelt has a name for and this version doesn't carry out.
///
/// It is refused, never ignored. A version that learns one removes its row.
struct UnsupportedSetting {
    /// As in `Setting.path`.
    var path: String
    /// The values that this version carries out; empty: it knows none, so the key itself is refused.
    var supported: [String] = []
    /// What to do instead.
    var advice: String

    static let all: [UnsupportedSetting] = [
        UnsupportedSetting(
            path: "source.type", supported: ["odbc", "adbc", "postgres"],
            advice: "use type: odbc or adbc with the system's driver"),
        UnsupportedSetting(
            path: "tables.mode", supported: ["replace", "truncate", "append"],
            advice: "use replace to load the whole table again, or append with a where"),
        UnsupportedSetting(path: "tables.watermark", advice: "remove it and limit the rows with a where"),
        UnsupportedSetting(
            path: "tables.partition_by", advice: "remove it, or create the partitioned target table and append to it"),
        UnsupportedSetting(
            path: "tables.columns.*.mask", advice: "use drop, or expr with a hash function of the source"),
        UnsupportedSetting(
            path: "tables.on_nul", supported: ["fail"], advice: "use fail, and replace the byte by an expr"),
        UnsupportedSetting(
            path: "tables.on_bad_row", supported: ["fail"], advice: "use fail, and exclude such rows by a where"),
        UnsupportedSetting(path: "tables.max_bad_rows", advice: "remove it: no row may be bad"),
        UnsupportedSetting(
            path: "tables.on_duplicate", supported: ["fail"], advice: "use fail, and exclude such rows by a query"),
        UnsupportedSetting(path: "tables.checks", advice: "remove them and check the target after the run"),
    ]

    static func row(_ path: String) -> UnsupportedSetting? {
        all.first { $0.path == path }
    }
}
