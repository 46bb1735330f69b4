import Model
import Testing

@Suite("Random ids")
struct RandomIDTests {
    @Test("they are different, lower-case UUIDs of version 4")
    func format() {
        let ids = (0..<2000).map { _ in RandomID().text }
        #expect(Set(ids).count == ids.count)
        #expect(
            ids.allSatisfy { id in
                id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil
            })
    }

    @Test("every digit that isn't fixed takes every value")
    func spread() {
        let ids = (0..<2000).map { _ in Array(RandomID().text) }
        for (index, character) in Array("xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx").enumerated() where character == "x" {
            #expect(Set(ids.map { $0[index] }).count == 16)
        }
    }
}
