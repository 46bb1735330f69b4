import Testing

@testable import WorkQueue

@Suite("COPY text of a plan")
struct CopyTextTests {
    @Test("fields are separated by tabs and rows end with a newline; NULL isn't an empty text")
    func layout() {
        #expect(text([["a", nil, ""], ["b", "c", nil]]) == "a\t\\N\t\nb\tc\t\\N\n")
    }

    @Test(
        "characters with a meaning for COPY are escaped",
        arguments: [
            (#"a\b"#, #"a\\b"#), ("a\tb", #"a\tb"#), ("a\nb", #"a\nb"#), ("a\rb", #"a\rb"#), (#"\N"#, #"\\N"#),
            (#"\."#, #"\\."#), ("naïve 🙂 'x'", "naïve 🙂 'x'"),
        ])
    func escapes(field: String, escaped: String) {
        #expect(text([[field]]) == escaped + "\n")
    }

    @Test("after it is emptied, it starts a new row")
    func emptied() {
        var copy = CopyText()
        copy.append("a")
        copy.endRow()
        copy.removeAll()
        copy.append("b")
        #expect(String(decoding: copy.bytes, as: UTF8.self) == "b")
    }

    private func text(_ rows: [[String?]]) -> String {
        var copy = CopyText()
        for row in rows {
            for field in row { copy.append(field) }
            copy.endRow()
        }
        return String(decoding: copy.bytes, as: UTF8.self)
    }
}
