import Testing
import Text

@Suite("Passwords in addresses")
struct AddressPasswordTests {
    @Test("a password is found before a host, and as password=, whatever it contains")
    func found() {
        #expect(AddressPassword.candidates(in: "postgresql://u:p@ss@h/d") == ["p@ss"])
        #expect(AddressPassword.candidates(in: "u:pw@account/db") == ["pw"])
        #expect(AddressPassword.candidates(in: "Server=h;password=pw;Database=d") == ["pw"])
        #expect(AddressPassword.candidates(in: "postgresql://u:a/b@h/d") == ["a/b"])
        #expect(AddressPassword.candidates(in: "postgresql://u:pw@h/d?mail=a@b") == ["pw", "pw@h/d?mail=a"])
    }

    @Test("other addresses have none")
    func none() {
        for text in ["shop.sqlite", "postgresql://u@h/d", "postgresql://h:5432/d", "C:/data", "a@b"] {
            #expect(AddressPassword.candidates(in: text) == [], "\(text)")
        }
    }
}
