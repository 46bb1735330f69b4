import RowSource
import Text

/// A source's memory layout for the columns of `lineitem`.
protocol LineItemLayout {
    func integers(_ values: [Int64]) -> ColumnVector
    func smallIntegers(_ values: [Int64]) -> ColumnVector
    /// Decimals with two digits after the point, in hundredths.
    func cents(_ values: [Int64]) -> ColumnVector
    /// Dates, in days from 1970-01-01.
    func days(_ values: [Int32]) -> ColumnVector
    func texts(_ values: [String]) -> ColumnVector
}

/// The Arrow layout of warehouse drivers: decimals of 128 bits, dates of 32.
struct ArrowLayout: LineItemLayout {
    let memory: DriverMemory

    func integers(_ values: [Int64]) -> ColumnVector {
        ColumnVector(values: .int64(memory.values(values)), validity: .allValid)
    }

    func smallIntegers(_ values: [Int64]) -> ColumnVector {
        let base = memory.values(values.map { Int32($0) })
        return ColumnVector(values: .arrow(.integers(UnsafeRawPointer(base), .int32)), validity: .allValid)
    }

    func cents(_ values: [Int64]) -> ColumnVector {
        let base = memory.values(values.map { Int128($0) })
        return ColumnVector(values: .arrow(.decimals(base, bytes: 16, scale: 2)), validity: .allValid)
    }

    func days(_ values: [Int32]) -> ColumnVector {
        ColumnVector(values: .arrow(.days(memory.values(values))), validity: .allValid)
    }

    func texts(_ values: [String]) -> ColumnVector {
        ColumnVector(values: .arrow(.texts(memory.ranges(values.map { Array($0.utf8) }))), validity: .allValid)
    }
}

/// ODBC's C types if they are exact; decimals as text.
struct TypedLayout: LineItemLayout {
    let memory: DriverMemory

    func integers(_ values: [Int64]) -> ColumnVector {
        let validity = Validity.lengths(memory.values([Int](repeating: 8, count: values.count)))
        return ColumnVector(values: .int64(memory.values(values)), validity: validity)
    }

    func smallIntegers(_ values: [Int64]) -> ColumnVector { integers(values) }

    func cents(_ values: [Int64]) -> ColumnVector { texts(values.map(\.asCents)) }

    func days(_ values: [Int32]) -> ColumnVector {
        let dates = values.map { days in
            let date = CivilDate(daysFrom2000: Int(days) - 10_957)
            return CalendarDate(year: Int16(date.year), month: UInt16(date.month), day: UInt16(date.day))
        }
        let validity = Validity.lengths(memory.values([Int](repeating: 6, count: values.count)))
        return ColumnVector(values: .date(memory.values(dates)), validity: validity)
    }

    func texts(_ values: [String]) -> ColumnVector {
        let slots = memory.slots(values.map { Array($0.utf8) })
        return ColumnVector(values: .text(slots), validity: .lengths(slots.lengths))
    }
}

/// All values as text.
struct TextLayout: LineItemLayout {
    let memory: DriverMemory

    func integers(_ values: [Int64]) -> ColumnVector { texts(values.map(String.init)) }

    func smallIntegers(_ values: [Int64]) -> ColumnVector { integers(values) }

    func cents(_ values: [Int64]) -> ColumnVector { texts(values.map(\.asCents)) }

    func days(_ values: [Int32]) -> ColumnVector { texts(values.map(\.asDay)) }

    func texts(_ values: [String]) -> ColumnVector { TypedLayout(memory: memory).texts(values) }
}

extension Int64 {
    /// The number of hundredths as a decimal, `12.34`; must not be negative.
    var asCents: String { "\(self / 100).\(self % 100 < 10 ? "0" : "")\(self % 100)" }
}

extension Int32 {
    /// The number of days from 1970-01-01 as a date, `1998-09-02`.
    var asDay: String {
        let date = CivilDate(daysFrom2000: Int(self) - 10_957)
        return "\(date.year)-\(date.month < 10 ? "0" : "")\(date.month)-\(date.day < 10 ? "0" : "")\(date.day)"
    }
}
