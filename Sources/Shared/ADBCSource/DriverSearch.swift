import Glibc
import RowSource
import TextFiles

/// Finds a driver's library by the driver's name.
///
/// Searches the folders in `ADBC_DRIVER_PATH`, those that ADBC's own tools install into, and those of Python packages,
/// where a wheel stores its library in its own folder.
struct DriverSearch {
    struct Found: Hashable {
        var library: String
        /// The entry point named by the driver's manifest.
        var entrypoint: String?
    }

    /// Maximum size in bytes of a driver's manifest.
    private static let manifestLimit = 1 << 20

    private let environment: (String) -> String?

    init(environment: @escaping (String) -> String?) {
        self.environment = environment
    }

    func find(_ driver: String) throws(SourceError) -> Found {
        let name = DriverName(text: driver)
        if name.isPath {
            return driver.hasSuffix(".toml") ? try manifest(driver) : Found(library: driver, entrypoint: nil)
        }
        for folder in folders {
            for file in name.files {
                for path in ["\(folder)/\(file)", "\(folder)/\(DriverName.wheelFolder(of: file))/\(file)"]
                where access(path, R_OK) == 0 {
                    return Found(library: path, entrypoint: nil)
                }
            }
            let manifest = "\(folder)/\(driver).toml"
            if access(manifest, R_OK) == 0 { return try self.manifest(manifest) }
        }
        // Let the dynamic linker search the system's library folders.
        return Found(library: name.files[0], entrypoint: nil)
    }

    /// In search order.
    private var folders: [String] {
        let home = environment("HOME") ?? ""
        let configured = (environment("ADBC_DRIVER_PATH") ?? "").split(separator: ":").map(String.init)
        var patterns: [String] = []
        for prefix in [environment("VIRTUAL_ENV"), environment("CONDA_PREFIX")].compactMap(\.self) {
            patterns += ["\(prefix)/etc/adbc/drivers", "\(prefix)/lib", "\(prefix)/lib/python3*/site-packages"]
        }
        patterns += ["\(home)/.config/adbc/drivers", "/etc/adbc/drivers", "\(home)/.local/lib/python3*/site-packages"]
        patterns += ["/usr/local/lib/python3*/dist-packages", "/usr/local/lib/python3*/site-packages"]
        patterns += ["/usr/lib/python3*/dist-packages", "/usr/lib/python3*/site-packages"]
        return configured + patterns.flatMap(Self.expanded)
    }

    /// The paths that match a shell pattern, newest versions last.
    private static func expanded(_ pattern: String) -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(pattern, 0, nil, &result) == 0, let paths = result.gl_pathv else { return [] }
        return (0..<Int(result.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
    }

    private func manifest(_ path: String) throws(SourceError) -> Found {
        let text: String
        do {
            text = try TextFile.read(path, limit: Self.manifestLimit)
        } catch {
            throw .missingDriver("the driver manifest \(path) \(error.reason)")
        }
        guard let manifest = DriverManifest(text) else {
            throw .missingDriver("the driver manifest \(path) names no library for Linux")
        }
        return Found(library: manifest.library, entrypoint: manifest.entrypoint)
    }
}
