/// Decodes a field's metadata: a count, then the length and bytes of each key and value.
enum FieldMetadata {
    static func value(of key: String, in metadata: UnsafePointer<CChar>?) -> String? {
        guard let metadata else { return nil }
        var place = UnsafeRawPointer(metadata)
        func number() -> Int {
            defer { place += 4 }
            return max(0, Int(place.loadUnaligned(as: Int32.self)))
        }
        func text() -> String {
            let count = number()
            defer { place += count }
            return String(decoding: UnsafeRawBufferPointer(start: place, count: count), as: UTF8.self)
        }
        for _ in 0..<number() {
            let (name, value) = (text(), text())
            if name == key { return value }
        }
        return nil
    }
}
