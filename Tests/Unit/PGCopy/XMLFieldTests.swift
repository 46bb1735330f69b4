import Model
import PGCopy
import RowSource
import Testing

@Suite("COPY fields: xml")
struct XMLFieldTests {
    @Test(
        "the encoding in an XML declaration is blanked, because the text is sent in UTF-8",
        arguments: [
            (
                "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>é</a>",
                "<?xml version=\"1.0\"                      ?><a>é</a>"
            ),
            (
                "<?xml version='1.0' encoding = 'x' standalone='yes'?><a/>",
                "<?xml version='1.0'                standalone='yes'?><a/>"
            ),
            ("<?xml\n\tencoding=\"x\"?>", "<?xml\n\t            ?>"),
        ])
    func declared(text: String, written: String) throws {
        for column in [CopyColumn.text([nil, "<a/>", text]), .binary([nil, Array("<a/>".utf8), Array(text.utf8)])] {
            #expect(try TextFieldTests.texts(column, as: .textual(name: "xml")) == [nil, "<a/>", written])
        }
        #expect(try TextFieldTests.texts(.text([text]), as: .text) == [text])
    }

    @Test(
        "everything else is unchanged",
        arguments: [
            "", "<?xml", "<?xml ", "<?xml version=\"1.0\"?><a encoding=\"x\"/>", "<?xml encoding", "<?xml encoding=",
            "<?xml encoding=x?>", "<?xml encoding=\"x", "<?xml-stylesheet encoding=\"x\"?>", " <?xml encoding=\"x\"?>",
            "<?xml version=\"1.0\" myencoding=\"x\"?>", "<a>encoding=\"x\"</a>",
        ])
    func kept(text: String) throws {
        #expect(try TextFieldTests.texts(.text([text]), as: .textual(name: "xml")) == [text])
    }

    @Test("a text that isn't UTF-8 is refused, with and without a declaration")
    func refused() throws {
        for start in ["<a>", "<?xml encoding=\"latin1\"?><a>"] {
            #expect(try copyRefusal(.utf8([Array(start.utf8) + [0xE9]]), as: .textual(name: "xml")) == .invalidUTF8)
        }
    }
}
