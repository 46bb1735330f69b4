// Foundation: makes and removes the folder of the files under test.
import Foundation
import Model
import Testing

@testable import Settings

@Suite("Configuration files")
struct ConfigurationFileTests: ~Copyable {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "snowmelt-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            Issue.record(error)
        }
    }

    private func write(_ text: String, to name: String) throws -> String {
        let path = folder.appending(path: name).path()
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    private func problem(at path: String?, environment: [String: String] = [:]) -> String? {
        do {
            _ = try ConfigurationLoader(environment: environment).load(path: path)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("a file is read, as are files named in it, relative to its folder and without their last line break")
    func relativeFiles() throws {
        let text = """
            source: {type: odbc, connection: "${file:secret}"}
            target: {url: "${file:\(try write("postgresql://db/d\r\n", to: "url"))}"}
            tables: [{source: main.a, target: b.*}]
            """
        _ = try write("DSN=x;PWD=y\n", to: "secret")
        let path = try write(text, to: "snowmelt.yaml")
        for (named, environment) in [(path, [:]), (nil, ["SNOWMELT_CONFIG": path])] as [(String?, [String: String])] {
            let configuration = try ConfigurationLoader(environment: environment).load(path: named)
            #expect(configuration.source.connector == .odbc(ODBCConfiguration(connection: Secret("DSN=x;PWD=y"))))
            #expect(configuration.target.url.revealed == "postgresql://db/d")
            #expect(configuration.file == path)
        }
    }

    @Test("a missing file is named with the ways out")
    func missing() {
        let path = folder.appending(path: "none.yaml").path()
        let expected = "\(path): doesn't exist; `snowmelt init` writes one, --config or SNOWMELT_CONFIG names another"
        #expect(problem(at: path) == expected)
        #expect(problem(at: nil, environment: ["SNOWMELT_CONFIG": path]) == expected)
    }

    @Test("a folder is refused")
    func directory() {
        #expect(problem(at: folder.path()) == "\(folder.path()): is a directory; name the file in it")
    }

    @Test("a pipe, a device and a file that is too large are refused immediately, as config and as a value's file")
    func irregular() throws {
        let pipe = folder.appending(path: "pipe").path()
        #expect(mkfifo(pipe, 0o600) == 0)
        let large = try write(String(repeating: "#", count: (16 << 20) + 1), to: "large")
        let cases = [
            (pipe, "is a pipe or a device; only regular files are read"),
            ("/dev/zero", "is a pipe or a device; only regular files are read"),
            (large, "is larger than"), (folder.path(), "is a directory"),
        ]
        for (path, reason) in cases {
            #expect(problem(at: path)?.contains("\(path): \(reason)") == true, "\(problem(at: path) ?? "no problem")")
            let text = """
                source: {type: odbc, connection: DSN=x}
                target: {url: "${file:\(path)}"}
                tables: [{source: main.a, target: b.*}]
                """
            let config = try write(text, to: "snowmelt.yaml")
            let problem = problem(at: config)
            #expect(problem?.contains("target.url: the file \(path) \(reason)") == true, "\(problem ?? "no problem")")
        }
    }

    @Test("a file that isn't UTF-8 is refused")
    func notText() throws {
        let path = folder.appending(path: "latin1.yaml").path()
        try Data([0x61, 0xE9]).write(to: URL(filePath: path))
        #expect(problem(at: path) == "\(path): isn't UTF-8 text; save it with the encoding UTF-8")
    }

    @Test("a file without read permission is refused", .enabled(if: getuid() != 0, "the superuser may read all"))
    func permission() throws {
        let path = try write("source: {}", to: "private.yaml")
        try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: path)
        #expect(problem(at: path) == "\(path): may not be read by this user")
    }

    @Test("a missing file that a value names is reported with the setting")
    func missingSecret() throws {
        let text = """
            source: {type: odbc, connection: DSN=x}
            target: {url: "${file:nothing}"}
            tables: [{source: main.a, target: b.*}]
            """
        let path = try write(text, to: "snowmelt.yaml")
        #expect(problem(at: path) == "\(path):2:15: target.url: the file nothing doesn't exist")
    }
}
