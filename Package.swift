// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

func shared(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Shared/\(name)", swiftSettings: strict)
}

func coordinator(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Coordinator/\(name)", swiftSettings: strict)
}

func worker(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Worker/\(name)", swiftSettings: strict)
}

let package = Package(
    name: "snowmelt",
    products: [
        .executable(name: "snowmelt", targets: ["snowmelt"]),
        .executable(name: "snowmelt-worker", targets: ["snowmelt-worker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C libraries: one header target each, imported by one Swift target.
        .systemLibrary(
            name: "CLibPQ", path: "Sources/Shared/CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CUnixODBC", path: "Sources/Shared/CUnixODBC", pkgConfig: "odbc",
            providers: [.apt(["unixodbc-dev"])]),
        .systemLibrary(name: "CADBC", path: "Sources/Shared/CADBC"),

        // Shared: what the coordinator and the workers stand on, lowest first.
        shared("Model"),
        shared("Text"),
        shared("PinnedThread"),
        // Where the fault tests strike; only debug builds hold more than the names.
        .target(
            name: "FaultPoints", path: "Sources/Shared/FaultPoints",
            swiftSettings: strict + [.define("FAULT_POINTS", .when(configuration: .debug))]),
        .target(
            name: "Statements", dependencies: ["Model"], path: "sql", exclude: ["QUICK_MONITORING.sql"],
            resources: [.embedInCode("migrations"), .embedInCode("statements")], swiftSettings: strict),
        shared("LogOutput", ["Text", logging]),
        shared("Events", ["Model", logging]),
        shared("TextFiles"),
        shared("Settings", ["Model", "Text", "TextFiles", yams]),
        shared("Postgres", ["Model", "PinnedThread", "CLibPQ"]),
        shared("Receipts", ["Model", "Postgres", "Statements"]),
        shared("RowSource", ["Model", "Text"]),
        shared("Failures", ["Model", "Settings", "Postgres", "RowSource"]),
        shared("PGCopy", ["Model", "Text", "RowSource"]),
        shared("ODBCSource", ["Model", "Text", "PinnedThread", "RowSource", "CUnixODBC"]),
        shared("ADBCSource", ["Model", "Text", "PinnedThread", "TextFiles", "RowSource", "CADBC"]),
        shared("PostgresSource", ["Model", "Text", "Postgres", "RowSource"]),
        shared("SnowflakeSource", ["Model", "TextFiles", "RowSource", "ODBCSource", "ADBCSource"]),
        shared(
            "SourceRegistry",
            ["Model", "Settings", "RowSource", "ODBCSource", "ADBCSource", "PostgresSource", "SnowflakeSource"]),
        shared("WorkQueue", ["Model", "Failures", "Postgres", "Receipts", "Statements"]),
        shared(
            "Transfer",
            ["Model", "Failures", "FaultPoints", "Postgres", "PGCopy", "Receipts", "RowSource", "Statements"]),
        shared(
            "ProgramEntry",
            [
                "Model", "Text", "PinnedThread", "FaultPoints", "LogOutput", "Settings", "Failures", argumentParser,
                logging,
            ]),

        // Coordinator: who plans, watches and publishes.
        coordinator("Planning", ["Model", "Text", "RowSource"]),
        coordinator(
            "Publishing", ["Model", "FaultPoints", "Events", "Postgres", "Receipts", "Statements", "WorkQueue"]),
        coordinator(
            "Verification", ["Model", "Events", "Postgres", "RowSource", "Statements", "WorkQueue", "Publishing"]),
        coordinator("Presentation", ["Model", "Text", "LogOutput", "Events", "WorkQueue", "Verification"]),
        coordinator(
            "RunControl",
            [
                "Model", "Text", "TextFiles", "FaultPoints", "Events", "Settings", "Failures", "Postgres", "RowSource",
                "SourceRegistry",
                "Statements", "WorkQueue", "PGCopy", "Planning", "Publishing", "Verification",
            ]),
        .executableTarget(
            name: "snowmelt",
            dependencies: [
                "Model", "PinnedThread", "LogOutput", "Events", "Settings", "RowSource", "Failures", "ProgramEntry",
                "WorkQueue",
                "Planning", "Verification", "Presentation", "RunControl", argumentParser, logging,
            ],
            path: "Sources/Coordinator/CommandLine", swiftSettings: strict),

        // Worker: who copies.
        worker(
            "WorkerRuntime",
            [
                "Model", "PinnedThread", "FaultPoints", "Events", "Postgres", "RowSource", "Failures", "Statements",
                "WorkQueue", "Transfer", logging, lifecycle,
            ]),
        worker("Lambda", ["Model", "PinnedThread", "Events", "WorkQueue", "Failures", lifecycle]),
        .executableTarget(
            name: "snowmelt-worker",
            dependencies: [
                "Model", "LogOutput", "Events", "Settings", "Failures", "Postgres", "RowSource", "SourceRegistry",
                "Statements", "WorkQueue", "ProgramEntry",
                "WorkerRuntime", "Lambda", argumentParser, logging, lifecycle,
            ],
            path: "Sources/Worker/CommandLine", swiftSettings: strict),

        // Tests.
        .target(
            name: "TestKit",
            dependencies: ["Model", "PinnedThread", "Settings", "Postgres", "RowSource", "Statements", "WorkQueue"],
            path: "Tests/TestKit", swiftSettings: strict),
        .testTarget(
            name: "UnitTests",
            dependencies: [
                "Model", "Text", "PinnedThread", "FaultPoints", "TextFiles", "Settings", "Postgres", "RowSource",
                "PGCopy", "ODBCSource", "ADBCSource", "PostgresSource", "SnowflakeSource", "CADBC", "Statements",
                "Receipts", "WorkQueue", "Transfer", "Planning", "Publishing", "Verification", "Presentation",
                "WorkerRuntime",
                "Lambda", "LogOutput", "Events", "Failures", "ProgramEntry", argumentParser, logging,
            ],
            path: "Tests/Unit", swiftSettings: strict),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "Model", "PinnedThread", "Settings", "Postgres", "RowSource", "PGCopy", "ODBCSource", "ADBCSource",
                "PostgresSource", "SnowflakeSource", "CADBC", "SourceRegistry", "Statements", "Receipts", "WorkQueue",
                "Transfer", "Planning", "Publishing", "Verification", "Presentation", "RunControl", "WorkerRuntime",
                "Events",
                "Failures", "TestKit",
            ],
            path: "Tests/Integration", swiftSettings: strict),
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "Model", "Postgres", "RowSource", "PGCopy", "ODBCSource", "ADBCSource", "PostgresSource",
                "SnowflakeSource", "Planning", "TestKit",
            ],
            path: "Tests/Conformance", swiftSettings: strict),
        .testTarget(
            name: "FaultTests",
            dependencies: [
                "Model", "FaultPoints", "Postgres", "RowSource", "Failures", "Statements", "Receipts", "WorkQueue",
                "Transfer", "Publishing", "Events", "TestKit", logging,
            ],
            path: "Tests/Fault", swiftSettings: strict),

        // Benchmarks.
        .executableTarget(
            name: "queue-load", dependencies: ["Model", "Postgres", "WorkQueue", "TestKit"],
            path: "Benchmarks/queue-load", swiftSettings: strict),
        .executableTarget(
            name: "encode-bench", dependencies: ["Model", "Text", "RowSource", "PGCopy"],
            path: "Benchmarks/encode-bench",
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
