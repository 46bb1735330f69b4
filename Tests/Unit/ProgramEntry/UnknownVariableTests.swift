import ProgramEntry
import Testing

@testable import Settings

@Suite("Environment variables that no program reads")
struct UnknownVariableTests {
    @Test("a misspelled variable is named with the nearest one")
    func misspelled() {
        let environment = [
            "SNOWMELT_THREAD": "4", "SNOWMELT_CHUNKROWS": "7", "SNOWMELT_QQQQQQQQQQ": "", "SNOWMELT_THREADS": "4",
            "SNOWMELT_CONFIG": "x", "SNOWMELT_CONFIG_FOLDER": "x", "SNOWMELT_DRY_RUN": "true", "PATH": "/bin",
        ]
        let unknown = UnknownVariable.all(in: environment, besides: [])
        #expect(
            unknown == [
                UnknownVariable(name: "SNOWMELT_CHUNKROWS", nearest: "SNOWMELT_CHUNK_ROWS"),
                UnknownVariable(name: "SNOWMELT_QQQQQQQQQQ", nearest: nil),
                UnknownVariable(name: "SNOWMELT_THREAD", nearest: "SNOWMELT_THREADS"),
            ])
        #expect(unknown[2].warning.contains("SNOWMELT_THREAD is ignored"))
        #expect(unknown[2].warning.contains("did you mean SNOWMELT_THREADS?"))
        #expect(!unknown[1].warning.contains("did you mean"))
    }

    @Test("a variable that the config reads is known, wherever its substitution stands")
    func referenced() {
        let text = """
            source: {type: odbc, connection: "DSN=x;PWD={${SNOWMELT_SHOP_PASSWORD}}"}
            target: {url: "${TARGET:-postgresql://${SNOWMELT_HOST:-db}/d}"}
            tables: [{source: main.a, target: b.a, where: "${file:${SNOWMELT_FOLDER}/f.sql} $ ${"}]
            """
        let references = ConfigurationLoader.referencedVariables(in: text)
        #expect(references.isSuperset(of: ["SNOWMELT_SHOP_PASSWORD", "SNOWMELT_HOST", "SNOWMELT_FOLDER", "TARGET"]))
        let environment = Dictionary(uniqueKeysWithValues: references.map { ($0, "x") })
        #expect(UnknownVariable.all(in: environment, besides: references) == [])
    }
}
