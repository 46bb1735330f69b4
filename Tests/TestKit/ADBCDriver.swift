import Foundation

/// The ADBC drivers that `scripts/install-adbc-drivers.sh` has fetched.
package enum ADBCDriver: String, Sendable, CaseIterable {
    case sqlite, postgresql, snowflake

    /// Why there are none here; nil where there are.
    package static var obstacle: String? {
        FileManager.default.fileExists(atPath: "\(folder)/complete")
            ? nil : "the ADBC drivers aren't there: scripts/install-adbc-drivers.sh fetches them from PyPI"
    }

    /// The folder for `ADBC_DRIVER_PATH`.
    package static var folder: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../.build/adbc-drivers").standardizedFileURL.path
    }

    /// Its library.
    package var path: String {
        "\(Self.folder)/adbc_driver_\(rawValue)/libadbc_driver_\(rawValue).so"
    }
}
