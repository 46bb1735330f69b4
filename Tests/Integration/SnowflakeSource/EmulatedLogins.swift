// Foundation: reads and rewrites a configuration.
import Foundation
import TestKit

/// Logins to an emulated Snowflake with a credential of the test's choice.
enum EmulatedLogins {
    /// Runs `check` with the credential's lines, indented by two, in the config's `source` section.
    static func check(_ credential: String, options: [String], environment: [String: String] = [:]) async throws
        -> Program.Ending
    {
        let emulator = try await SnowflakeEmulator.start(script: "CREATE TABLE T (A INT)", options: options)
        let migration = try TestMigration(
            from: .snowflake(emulator), tables: "  - {source: PUBLIC.T, target: moved.t}",
            target: try await PostgresCluster.shared.database())
        let text = try String(contentsOfFile: "\(migration.folder.path)/snowmelt.yaml", encoding: .utf8)
        try migration.folder.write(
            "snowmelt.yaml", text.replacingOccurrences(of: "  password: any", with: credential))
        return try await migration.snowmelt("check", "--log-level", "debug", environment: environment)
    }
}
