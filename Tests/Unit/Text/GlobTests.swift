import Testing
import Text

@Suite("Patterns for table names")
struct GlobTests {
    @Test(
        "a pattern matches whole names",
        arguments: [
            ("sales.*", "sales.orders", true), ("sales.*", "presales.orders", false), ("*", "", true),
            ("o?ders", "orders", true), ("o?ders", "oders", false), ("*_2024", "a_2023_2024", true),
            ("*a*b", "xaxbxb", true), ("*a*b", "xaxbx", false), ("Orders", "orders", false), ("größe?", "größe😀", true),
            ("", "a", false),
        ])
    func matches(_ pattern: String, _ name: String, _ expected: Bool) {
        #expect(Glob(pattern).matches(name) == expected)
    }
}
