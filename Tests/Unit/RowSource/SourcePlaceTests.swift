import Model
import RowSource
import TestKit
import Testing

@Suite("The place of a source")
struct SourcePlaceTests {
    @Test("is determined by its settings, whatever the user and the driver")
    func settings() {
        let plain = SourcePlace.text([("Server", "db1"), ("Database", "x")])
        #expect(plain != nil)
        #expect(SourcePlace.text([("UID", "me"), ("PWD", "a"), ("DATABASE", "x"), ("server", "db1")]) == plain)
        #expect(SourcePlace.text([("Server", "db2"), ("Database", "x")]) != plain)
        #expect(SourcePlace.text([("PWD", "a"), ("DSN", "x"), ("Database", "")]) == nil)
    }

    @Test("an address is compared without its login and parameters")
    func addresses() {
        let plain = SourcePlace.text([("uri", "grpc://db1:31337/x")])
        #expect(SourcePlace.text([("uri", "grpc://me:p@ss@db1:31337/x?token=abc")]) == plain)
        #expect(SourcePlace.text([("uri", "grpc://db2:31337/x")]) != plain)
    }

    @Test("a file is the same by each of its paths, and different from another file")
    func files() throws {
        let folder = try TestFolder()
        let (one, other) = (try folder.write("one", "1"), try folder.write("other", "2"))
        let place = SourcePlace.text([("path", one)])
        #expect(
            SourcePlace.text([("path", "\(folder.path)/../\(folder.path.split(separator: "/").last ?? "")/one")])
                == place)
        #expect(SourcePlace.text([("path", "file:\(one)?mode=ro")]) == place)
        #expect(SourcePlace.text([("path", other)]) != place)
        #expect(SourcePlace.file("\(folder.path)/none") == nil)
    }
}
