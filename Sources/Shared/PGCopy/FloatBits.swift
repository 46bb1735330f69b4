/// A floating-point type that is sent as its bits.
protocol FloatBits: BinaryFloatingPoint, LosslessStringConvertible {
    associatedtype Bits: FixedWidthInteger

    var bitPattern: Bits { get }
}

extension Float: FloatBits {}
extension Double: FloatBits {}
