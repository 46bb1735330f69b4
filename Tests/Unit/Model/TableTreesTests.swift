import Model
import Testing

@Suite("Trees of tables")
struct TableTreesTests {
    private func name(_ text: String) -> QualifiedName { QualifiedName(schema: "s", name: text) }

    private var trees: TableTrees {
        TableTrees(
            [("b", "a"), ("c", "b"), ("d", "a"), ("d", "e")].map {
                TableDescent(child: name($0.0), parent: name($0.1), isPartition: $0.0 == "c")
            })
    }

    @Test("separately copied tables are excluded with all their descendants, and nothing else")
    func reach() {
        func reach(_ moved: String...) -> SourceTable.Reach? {
            trees.reach(of: name("a"), moved: Set(moved.map(name)))
        }
        #expect(reach("a", "e") == nil)
        #expect(reach("a", "b", "c", "d") == .itself)
        #expect(reach("a", "b", "d") == .itself)
        #expect(reach("b") == .without([name("b"), name("c")]))
        #expect(reach("c") == .without([name("c")]))
        #expect(trees.reach(of: name("c"), moved: [name("a"), name("c")]) == nil)
        #expect(trees.ancestors(of: name("d")) == [name("a"), name("e")])
        #expect(trees.partitions == [name("c"): name("b")])
    }

    @Test("names are compared byte by byte, even if they look alike")
    func names() {
        let (one, two) = (name("\u{E9}"), name("e\u{301}"))
        #expect(one != two)
        #expect(Set([one, two]).count == 2)
        #expect(QualifiedName(schema: nil, name: "a") != QualifiedName(schema: "", name: "a"))
    }
}
