/// Why a value can't be represented exactly in its target type.
///
/// A trivial type, so that refusing costs the row path nothing.
package enum Refusal: Error, Hashable {
    /// The layout has no exact conversion to the target.
    case unsupported(ValueKind)
    case emptyText
    case notBoolean
    case notNumber
    case notDate
    case notTime
    case notTimestamp
    case notUUID
    case notInterval
    case fraction
    case outOfRange
    case inexact
    case tooManyFractionDigits
    case notFinite
    case noSuchDay
    case yearZero
    case noSuchTime
    case leapSecond
    case timeOfDay
    case finerThanMicrosecond
    case zoned
    case intervalFraction
    case nulCharacter
    case invalidUTF8
    case tooLong
    case tooLarge
    case beyondMaximum
    case uuidLength
    case columnMissing
    case tooManyColumns

    /// The kinds of value that a source's layout can hold, as named in messages.
    package enum ValueKind: String, Hashable, Sendable {
        case boolean = "a boolean"
        case integer = "an integer"
        case float = "a floating-point number"
        case decimal = "a decimal number"
        case date = "a date"
        case time = "a time of day"
        case timestamp = "a timestamp"
        case binary = "a binary value"
        case nothing = "a value without a type"
        case text = "a text"
    }
}
