/// `smallint`, `integer`, `bigint`: two's complement in network byte order.
enum IntegerField<Field: FixedWidthInteger & SignedInteger> {
    @inline(__always)
    static func value(_ value: Int64) throws(Refusal) -> Field {
        let field = Field(truncatingIfNeeded: value)
        guard Int64(field) == value else { throw .outOfRange }
        return field
    }

    /// Accepts whole numbers only.
    @inline(__always)
    static func value(_ value: Double) throws(Refusal) -> Field {
        guard value.isFinite else { throw .notFinite }
        guard let field = Field(exactly: value.rounded(.towardZero)) else { throw .outOfRange }
        guard Double(field) == value else { throw .fraction }
        return field
    }

    /// Accepts decimal numbers whose fraction is zero: `5`, `5.0`, `0.5e1`.
    @inline(__always)
    static func value(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> Field {
        var number = try DecimalText(bytes)
        if number.exponent != 0 || number.isWide || number.kind != .finite { number = try whole(number) }
        let magnitude = number.mantissa
        guard magnitude <= UInt64(Int64.max) else {
            if number.negative, magnitude == Int64.min.magnitude { return try value(Int64.min) }
            throw .outOfRange
        }
        let value = Int64(truncatingIfNeeded: magnitude)
        return try Self.value(number.negative ? 0 &- value : value)
    }

    /// The same number with exponent 0.
    private static func whole(_ number: DecimalText) throws(Refusal) -> DecimalText {
        guard number.kind == .finite else { throw .notFinite }
        var number = number.withoutTrailingZeros()
        if number.isZero { return number }
        guard number.exponent >= 0 else { throw isInRange(number.wholePart) ? .fraction : .outOfRange }
        guard !number.isWide, number.exponent <= PowersOfTen.highest else { throw .outOfRange }
        let (product, overflow) = number.mantissa.multipliedReportingOverflow(by: PowersOfTen[number.exponent])
        guard !overflow else { throw .outOfRange }
        number.mantissa = product
        return number
    }

    private static func isInRange(_ magnitude: UInt64?) -> Bool {
        magnitude.map { $0 <= UInt64(Field.max) } ?? false
    }
}
