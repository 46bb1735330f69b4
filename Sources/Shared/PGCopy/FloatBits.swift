import Glibc

/// A floating-point type that is sent as its bits.
protocol FloatBits: BinaryFloatingPoint {
    associatedtype Bits: FixedWidthInteger

    var bitPattern: Bits { get }

    /// The number nearest to a NUL-terminated decimal text.
    static func read(_ text: UnsafePointer<CChar>) -> Self
}

extension Float: FloatBits {
    static func read(_ text: UnsafePointer<CChar>) -> Float { strtof(text, nil) }
}

extension Double: FloatBits {
    static func read(_ text: UnsafePointer<CChar>) -> Double { strtod(text, nil) }
}
