import Glibc
import RowSource
import TextFiles

/// Finds the library of a driver that is given by name.
///
/// Looked through are the folders of `ADBC_DRIVER_PATH`, those that ADBC's own tools install into, and those of Python's
/// packages: a wheel has its library in a folder of its own.
struct DriverSearch {
    struct Found: Hashable {
        var library: String
        /// What the driver's manifest says.
        var entrypoint: String?
    }

    /// The most bytes of a driver's manifest.
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
        // The system's own folders of libraries.
        return Found(library: name.files[0], entrypoint: nil)
    }

    /// In the order in which they are looked through.
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

    /// The paths that a pattern of the shell stands for, newest versions last.
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
