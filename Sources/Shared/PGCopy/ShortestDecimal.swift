/// The shortest decimal that reads back as the same double: `mantissa` × 10^`exponent`, without the sign.
struct ShortestDecimal {
    let mantissa: UInt64
    let exponent: Int

    /// - Parameter value: must be finite.
    init(_ value: Double) throws(Refusal) {
        let magnitude = value.magnitude
        if magnitude < 0x1p53, magnitude == magnitude.rounded(.towardZero) {
            (mantissa, exponent) = (UInt64(magnitude), 0)
            return
        }
        // Two decimals of at most 15 digits never map to the same double, so the first that reads back is the shortest.
        // Both operands of the division are exact, so its quotient equals the parsed decimal.
        var places = 1
        while places <= 15 {
            let power = Double(PowersOfTen[places])
            let candidate = (magnitude * power).rounded()
            guard candidate < 1e15 else { break }
            if candidate / power == magnitude {
                (mantissa, exponent) = (UInt64(candidate), -places)
                return
            }
            places += 1
        }
        // 16 or 17 digits are rare in warehouses' columns, so creating a String is acceptable.
        (mantissa, exponent) = try Self.read(magnitude.description)
    }

    /// - Parameter value: must be finite.
    init(_ value: Float) throws(Refusal) {
        let magnitude = value.magnitude
        if magnitude < 0x1p24, magnitude == magnitude.rounded(.towardZero) {
            (mantissa, exponent) = (UInt64(magnitude), 0)
            return
        }
        // A double has enough digits to apply the same method to floats.
        var places = 1
        while places <= 15 {
            let power = Double(PowersOfTen[places])
            let candidate = (Double(magnitude) * power).rounded()
            guard candidate < 1e9 else { break }
            if candidate >= 1, Float(candidate / power) == magnitude {
                (mantissa, exponent) = (UInt64(candidate), -places)
                return
            }
            places += 1
        }
        (mantissa, exponent) = try Self.read(magnitude.description)
    }

    private static func read(_ text: String) throws(Refusal) -> (mantissa: UInt64, exponent: Int) {
        var text = text
        let result: Result<(UInt64, Int), Refusal> = text.withUTF8 { text in
            do throws(Refusal) {
                let number = try DecimalText(UnsafeRawBufferPointer(text)).withoutTrailingZeros()
                return .success((number.mantissa, number.exponent))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
