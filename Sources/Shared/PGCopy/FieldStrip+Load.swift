import Model
import RowSource

/// Selects the conversion for a layout and target, once per column and block, never per value.
extension FieldStrip {
    /// Converts the column's values in `rows` of the batch, at most `maximumRows` of them.
    mutating func load(_ column: ColumnVector, _ rows: Range<Int>) throws(RefusedValue) {
        markNulls(column, rows)
        switch column.values {
        case .bool8(let base): try loadBooleans(IntegerReader(base: base), rows)
        case .int64(let base): try loadIntegers(IntegerReader(base: base), rows)
        case .float64(let base): try loadFloats(PlainReader(base: base), rows)
        case .date(let base): try loadDates(PlainReader(base: base), rows)
        case .time(let base): try loadTimes(PlainReader(base: base), rows)
        case .timestamp(let base): try loadTimestamps(PlainReader(base: base), rows)
        case .text(let slots): try loadTexts(SlotsReader(slots: slots), rows)
        case .binary(let slots): try loadBinaries(SlotsReader(slots: slots), rows)
        case .arrow(let values): try load(values, rows)
        }
    }

    @inline(__always)
    mutating func loadBooleans(
        _ reader: some ColumnReader<Int64>, _ rows: Range<Int>
    ) throws(RefusedValue) {
        switch target {
        case .boolean: try fixed(reader, rows, BooleanField.flag)
        case .smallint: try fixed(reader, rows, IntegerField<Int16>.value)
        case .integer: try fixed(reader, rows, IntegerField<Int32>.value)
        case .bigint: try fixed(reader, rows, IntegerField<Int64>.value)
        case .text, .varchar, .char, .textual, .json, .jsonb:
            let field = TextField(target)
            try written(reader, rows, bound: { _ in 5 }) { (value, to) throws(Refusal) in
                try field.write(flag: value, to: to)
            }
        default: try refused(.boolean, rows)
        }
    }

    @inline(__always)
    mutating func loadIntegers(
        _ reader: some ColumnReader<Int64>, _ rows: Range<Int>
    ) throws(RefusedValue) {
        switch target {
        case .boolean: try fixed(reader, rows, BooleanField.flag)
        case .smallint: try fixed(reader, rows, IntegerField<Int16>.value)
        case .integer: try fixed(reader, rows, IntegerField<Int32>.value)
        case .bigint: try fixed(reader, rows, IntegerField<Int64>.value)
        case .real: try fixed(reader, rows, FloatField<Float>.bits)
        case .doublePrecision: try fixed(reader, rows, FloatField<Double>.bits)
        case .numeric(let precision, let scale):
            let field = NumericField(precision: precision, scale: scale)
            try written(reader, rows, bound: { _ in NumericField.shortBound }) { (value, to) throws(Refusal) in
                try field.write(value, to: to)
            }
        case .text, .varchar, .char, .textual, .json, .jsonb:
            let field = TextField(target)
            try written(reader, rows, bound: { _ in TextField.numberBound }) { (value, to) throws(Refusal) in
                try field.write(value, to: to)
            }
        default: try refused(.integer, rows)
        }
    }

    @inline(__always)
    mutating func loadFloats(
        _ reader: some ColumnReader<Double>, _ rows: Range<Int>
    ) throws(RefusedValue) {
        switch target {
        case .smallint: try fixed(reader, rows, IntegerField<Int16>.value)
        case .integer: try fixed(reader, rows, IntegerField<Int32>.value)
        case .bigint: try fixed(reader, rows, IntegerField<Int64>.value)
        case .real: try fixed(reader, rows, FloatField<Float>.bits)
        case .doublePrecision: try fixed(reader, rows, FloatField<Double>.bits)
        case .numeric(let precision, let scale):
            let field = NumericField(precision: precision, scale: scale)
            try written(reader, rows, bound: { _ in NumericField.shortBound }) { (value, to) throws(Refusal) in
                try field.write(value, to: to)
            }
        case .text, .varchar, .char, .textual, .json, .jsonb:
            let field = TextField(target)
            try written(reader, rows, bound: { _ in TextField.numberBound }) { (value, to) throws(Refusal) in
                try field.write(value, to: to)
            }
        default: try refused(.float, rows)
        }
    }

    @inline(__always)
    private mutating func loadDates(
        _ reader: some ColumnReader<CalendarDate>, _ rows: Range<Int>
    ) throws(RefusedValue) {
        switch target {
        case .date: try fixed(reader, rows, DateField.days)
        case .timestamp, .timestamptz: try fixed(reader, rows, TimestampField.micros)
        case .text, .varchar, .char, .textual:
            let field = TextField(target)
            try written(reader, rows, bound: { _ in TextField.calendarBound }) { (value, to) throws(Refusal) in
                try field.write(value, to: to)
            }
        default: try refused(.date, rows)
        }
    }

    @inline(__always)
    private mutating func loadTimes(
        _ reader: some ColumnReader<ClockTime>, _ rows: Range<Int>
    ) throws(RefusedValue) {
        switch target {
        case .time: try fixed(reader, rows, TimeField.micros)
        case .text, .varchar, .char, .textual:
            let field = TextField(target)
            try written(reader, rows, bound: { _ in TextField.calendarBound }) { (value, to) throws(Refusal) in
                try field.write(value, to: to)
            }
        default: try refused(.time, rows)
        }
    }

    @inline(__always)
    private mutating func loadTimestamps(
        _ reader: some ColumnReader<CalendarTimestamp>, _ rows: Range<Int>
    ) throws(RefusedValue) {
        switch target {
        case .date: try fixed(reader, rows, DateField.days)
        case .timestamp, .timestamptz: try fixed(reader, rows, TimestampField.micros)
        case .text, .varchar, .char, .textual:
            let field = TextField(target)
            try written(reader, rows, bound: { _ in TextField.calendarBound }) { (value, to) throws(Refusal) in
                try field.write(value, to: to)
            }
        default: try refused(.timestamp, rows)
        }
    }

    @inline(__always)
    mutating func loadTexts(_ reader: some BytesReader, _ rows: Range<Int>) throws(RefusedValue) {
        switch target {
        case .boolean: try fixed(reader, rows, BooleanField.flag)
        case .smallint: try fixed(reader, rows, IntegerField<Int16>.value)
        case .integer: try fixed(reader, rows, IntegerField<Int32>.value)
        case .bigint: try fixed(reader, rows, IntegerField<Int64>.value)
        case .real: try fixed(reader, rows, FloatField<Float>.bits)
        case .doublePrecision: try fixed(reader, rows, FloatField<Double>.bits)
        case .numeric(let precision, let scale):
            let field = NumericField(precision: precision, scale: scale)
            try written(reader, rows, bound: NumericField.bound) { (value, to) throws(Refusal) in
                try field.write(value, to: to)
            }
        case .textual(name: "xml") where declaresEncoding(reader, rows): try loadXML(reader, rows)
        case .text, .varchar, .char, .textual, .json, .jsonb:
            let field = TextField(target)
            // Contiguous texts are scanned in one pass; usually they need no further check.
            if let run = reader.run(of: rows), UTF8Text.isPlain(run) {
                try passed(reader, rows) { (value) throws(Refusal) in try field.checkLimit(value) }
            } else {
                try passed(reader, rows) { (value) throws(Refusal) in try field.check(value) }
            }
        case .bytea: try passed(reader, rows) { _ in }
        case .date: try fixed(reader, rows, DateField.days)
        case .time: try fixed(reader, rows, TimeField.micros)
        case .timestamp: try fixed(reader, rows, TimestampField.micros)
        case .timestamptz: try fixed(reader, rows, TimestampField.zonedMicros)
        case .uuid: try written(reader, rows, bound: { _ in UUIDField.length }, UUIDField.write)
        case .interval: try written(reader, rows, bound: { _ in IntervalField.length }, IntervalField.write)
        case .builtIn: try refused(.text, rows)
        }
    }

    @inline(__always)
    mutating func loadBinaries(_ reader: some BytesReader, _ rows: Range<Int>) throws(RefusedValue) {
        switch target {
        case .bytea, .builtIn: try passed(reader, rows) { _ in }
        case .uuid:
            try passed(reader, rows) { (value) throws(Refusal) in
                guard value.count == UUIDField.length else { throw .uuidLength }
            }
        case .text, .varchar, .char, .textual, .json, .jsonb:
            if case .textual(name: "xml") = target, declaresEncoding(reader, rows) { return try loadXML(reader, rows) }
            let field = TextField(target)
            try passed(reader, rows) { (value) throws(Refusal) in try field.check(value) }
        default: try refused(.binary, rows)
        }
    }

    /// Whether any text of an `xml` column declares its encoding, so that it can't be passed on unchanged.
    private func declaresEncoding(_ reader: some BytesReader, _ rows: Range<Int>) -> Bool {
        (0..<rows.count).contains { row in
            !isNull(row) && XMLField.encoding(in: reader.value(at: rows.lowerBound &+ row)) != nil
        }
    }

    private mutating func loadXML(_ reader: some BytesReader, _ rows: Range<Int>) throws(RefusedValue) {
        try written(reader, rows, bound: \.count) { (value, to) throws(Refusal) in
            guard value.count <= Self.maximumLength else { throw .tooLarge }
            try UTF8Text.check(value)
            return XMLField.write(value, to: to)
        }
    }
}
