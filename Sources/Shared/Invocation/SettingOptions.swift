package import ArgumentParser
package import Settings

/// Settings of all tables for one call: they win over the configuration, and over `SNOWMELT_<FLAG>`.
package struct SettingOptions: ParsableArguments {
    @Option(help: "Slots a worker: each copies one chunk at a time.")
    package var threads: String?

    @Option(help: "How rows reach the target: replace, truncate, append.")
    package var mode: String?

    @Option(help: "Rows fetched at once.")
    package var batchRows: String?

    @Option(help: "Rows a chunk, about.")
    package var chunkRows: String?

    @Option(help: "Bytes a chunk, about: 512MB.")
    package var chunkBytes: String?

    @Option(help: "Attempts at a chunk before it counts as failed.")
    package var maxRetryAttempts: String?

    @Option(help: "Connections to the source, over all workers.")
    package var maxConnections: String?

    @Option(help: "Seconds that a worker with a deadline keeps free at its end.")
    package var lambdaTimeoutBufferSeconds: String?

    @Option(help: "Seconds without a row after which a chunk is cancelled and tried again.")
    package var stallTimeoutSeconds: String?

    @Option(help: "Bytes that a value may have: 256MB. A longer one is refused.")
    package var maxValueBytes: String?

    @Option(help: ArgumentHelp("Whether mode truncate may empty a table that holds rows.", valueName: "true|false"))
    package var allowTruncate: String?

    package init() {}

    package var overrides: [OverridableSetting: String] {
        var overrides: [OverridableSetting: String] = [:]
        for setting in OverridableSetting.allCases {
            overrides[setting] =
                switch setting {
                case .threads: threads
                case .batchRows: batchRows
                case .chunkRows: chunkRows
                case .chunkBytes: chunkBytes
                case .maxRetryAttempts: maxRetryAttempts
                case .lambdaTimeoutBufferSeconds: lambdaTimeoutBufferSeconds
                case .stallTimeoutSeconds: stallTimeoutSeconds
                case .maxValueBytes: maxValueBytes
                case .mode: mode
                case .allowTruncate: allowTruncate
                case .maxConnections: maxConnections
                }
        }
        return overrides
    }

    /// The flags to give to another program that has these options.
    package var arguments: [String] {
        overrides.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { [$0.key.flag, $0.value] }
    }
}
