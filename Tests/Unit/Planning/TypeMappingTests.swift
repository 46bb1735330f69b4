import Model
import Planning
import Testing

@Suite("Type mapping")
struct TypeMappingTests {
    @Test(
        "each source type is mapped to a target type for all its values",
        arguments: [
            (SourceType.boolean, "boolean"),
            (.integer(bits: 8, signed: true), "smallint"), (.integer(bits: 8, signed: false), "smallint"),
            (.integer(bits: 16, signed: true), "smallint"), (.integer(bits: 16, signed: false), "integer"),
            (.integer(bits: 24, signed: false), "integer"),
            (.integer(bits: 32, signed: true), "integer"), (.integer(bits: 32, signed: false), "bigint"),
            (.integer(bits: 64, signed: true), "bigint"), (.integer(bits: 64, signed: false), "numeric(20,0)"),
            (.float32, "real"), (.float64, "double precision"),
            (.decimal(precision: nil, scale: 0), "numeric"), (.decimal(precision: 38, scale: 0), "numeric(38,0)"),
            (.decimal(precision: 38, scale: 37), "numeric(38,37)"),
            (.decimal(precision: 10, scale: 2), "numeric(10,2)"),
            (.decimal(precision: 5, scale: -3), "numeric(8,0)"), (.decimal(precision: 3, scale: 5), "numeric(5,5)"),
            (.decimal(precision: 2000, scale: 0), "numeric"), (.decimal(precision: 0, scale: 0), "numeric"),
            (.text(length: 20), "text"), (.text(length: nil), "text"), (.binary, "bytea"), (.date, "date"),
            (.time, "time"), (.timestamp(zoned: false), "timestamp"), (.timestamp(zoned: true), "timestamptz"),
            (.uuid, "uuid"), (.json, "json"), (.interval, "interval"), (.other(name: "geometry"), "text"),
        ])
    func mapping(source: SourceType, target: String) {
        #expect(TypeMapping.target(for: source).sql == target)
    }

    @Test("an unknown type is copied as text, which is reported")
    func unknownType() {
        let column = SourceColumn(
            name: "shape", type: .other(name: "geometry"), declaredType: "geometry(point)", isNullable: true)
        let mapped = TypeMapping.target(for: column)
        #expect(mapped.type == .text)
        #expect(mapped.warning == "shape: type geometry(point) is unknown; it is copied as text")
        #expect(TypeMapping.target(for: .plain("k")).warning == nil)
    }
}
