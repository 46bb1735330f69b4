import Testing

@testable import ADBCSource

@Suite("Names of ADBC drivers")
struct DriverNameTests {
    @Test(
        "a name stands for all files in which the driver may be",
        arguments: [
            ("sqlite", "libadbc_driver_sqlite.so"), ("adbc_driver_sqlite", "libadbc_driver_sqlite.so"),
            ("adbc-driver-sqlite", "libadbc_driver_sqlite.so"), ("libduckdb.so", "libduckdb.so"),
            ("libadbc_driver_x.so.113", "libadbc_driver_x.so.113"),
        ])
    func files(name: String, file: String) {
        #expect(DriverName(text: name).files.first == file)
        #expect(!DriverName(text: name).isPath)
    }

    @Test("a name without the usual prefix may be that of the library itself")
    func plainLibrary() {
        #expect(DriverName(text: "duckdb").files == ["libadbc_driver_duckdb.so", "libduckdb.so", "duckdb.so"])
    }

    @Test(
        "the entry point is derived from the file, as in ADBC's own tools",
        arguments: [
            ("libadbc_driver_sqlite.so", "AdbcDriverSqliteInit"),
            ("/x/libadbc_driver_flight_sql.so.113", "AdbcDriverFlightSqlInit"),
            ("libduckdb.so", "AdbcDuckdbInit"), ("/opt/driver-x.so", "AdbcDriverXInit"),
        ])
    func entrypoints(file: String, function: String) {
        #expect(DriverName.entrypoints(of: file) == [function, "AdbcDriverInit"])
    }

    @Test("a driver is recognised by its file, not by its folder's name")
    func family() {
        #expect(DriverFamily(library: "/opt/snowflake/libduckdb.so") == .other)
        #expect(DriverFamily(library: "/opt/x/libadbc_driver_snowflake.so.1") == .snowflake)
    }

    @Test("a manifest names the library for this platform, or one for all")
    func manifests() {
        #if arch(arm64)
            let (own, other) = ("linux_arm64", "linux_amd64")
        #else
            let (own, other) = ("linux_amd64", "linux_arm64")
        #endif
        let text = """
            manifest_version = 1
            name = "Snowflake"
            [ADBC]
            version = "1.1.0"
            [Driver]
            entrypoint = 'AdbcDriverInit'
            [Driver.shared]
            \(other) = "/a/other.so"
            \(own)   =   "/a path/own.so"
            """
        #expect(DriverManifest(text)?.library == "/a path/own.so")
        #expect(DriverManifest(text)?.entrypoint == "AdbcDriverInit")
        #expect(DriverManifest("[Driver]\nshared = \"/x.so\"")?.library == "/x.so")
        #expect(DriverManifest("[Driver]\nshared = \"/x.so\"")?.entrypoint == nil)
        #expect(DriverManifest("[Driver.shared]\nwindows_amd64 = \"C:\\\\x.dll\"") == nil)
        #expect(DriverManifest("not a manifest") == nil)
    }

    @Test(
        "a plain path becomes an address that doesn't create a file",
        arguments: [
            ("/data/shop.sqlite", "file:/data/shop.sqlite?mode=rw"),
            ("a b/källa?#%.db", "file:a%20b/k%C3%A4lla%3F%23%25.db?mode=rw"), (":memory:", ":memory:"),
            ("file:x.db?mode=ro", "file:x.db?mode=ro"), ("", ""),
        ])
    func fileAddresses(path: String, address: String) {
        #expect(FileAddress.guarded(path) == address)
    }
}
