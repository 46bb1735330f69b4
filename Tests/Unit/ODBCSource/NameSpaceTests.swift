import Model
import Testing

@testable import ODBCSource

@Suite("Qualifiers of names")
struct NameSpaceTests {
    @Test("with schemas, tables of other catalogues are skipped")
    func schemas() {
        let space = NameSpace.schema(catalogue: "shop")
        #expect(space.arguments("s", isListing: false).catalogue == "shop")
        #expect(space.arguments("s", isListing: false).schema == "s")
        #expect(space.arguments(nil, isListing: true).catalogue == "shop")
        #expect(space.name(catalogue: "shop", schema: "s", table: "t") == QualifiedName(schema: "s", name: "t"))
        #expect(space.name(catalogue: nil, schema: "s", table: "t") == QualifiedName(schema: "s", name: "t"))
        #expect(space.name(catalogue: "other", schema: "s", table: "t") == nil)
    }

    @Test("without schemas, the catalogue takes their place")
    func catalogues() {
        let space = NameSpace.catalogue(current: "shop")
        #expect(space.arguments("other", isListing: false).catalogue == "other")
        #expect(space.arguments("other", isListing: false).schema == nil)
        #expect(space.arguments(nil, isListing: false).catalogue == "shop")
        #expect(space.arguments(nil, isListing: true).catalogue == nil)
        #expect(space.name(catalogue: "other", schema: "", table: "t") == QualifiedName(schema: "other", name: "t"))
    }

    @Test("if names have no qualifier, a driver's empty qualifiers are dropped")
    func none() {
        #expect(NameSpace.none.name(catalogue: "", schema: "", table: "t") == QualifiedName(schema: nil, name: "t"))
    }
}
