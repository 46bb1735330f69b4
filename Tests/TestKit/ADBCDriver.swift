import Foundation

/// The ADBC drivers that `scripts/install-adbc-drivers.sh` has downloaded.
package enum ADBCDriver: String, Sendable, CaseIterable {
    case sqlite, postgresql, snowflake

    /// The reason why there are none on this machine; `nil` if there are.
    package static var obstacle: String? {
        FileManager.default.fileExists(atPath: "\(folder)/complete")
            ? nil : "the ADBC drivers are missing: scripts/install-adbc-drivers.sh downloads them from PyPI"
    }

    /// The folder to set in `ADBC_DRIVER_PATH`.
    package static var folder: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../.build/adbc-drivers").standardizedFileURL.path
    }

    /// The path of its library.
    package var path: String {
        "\(Self.folder)/adbc_driver_\(rawValue)/libadbc_driver_\(rawValue).so"
    }
}
