import Model
import RowSource

/// Conversions from Arrow's layouts.
extension FieldStrip {
    mutating func load(_ values: ArrowValues, _ rows: Range<Int>) throws(RefusedValue) {
        switch values {
        case .nothing: try refused(.nothing, rows)
        case .bits(let bits, let offset): try loadBooleans(BitReader(bits: bits, offset: offset), rows)
        case .integers(let base, let layout): try loadIntegers(base, layout, rows)
        case .float16(let base): try loadFloats(HalfReader(base: base), rows)
        case .float32(let base): try loadFloats(base, rows)
        case .decimals(let base, let bytes, let scale): try loadDecimals(base, bytes, scale, rows)
        case .days(let base): try loadDays(PlainReader(base: base), rows)
        case .dayMilliseconds(let base): try loadTicks(PlainReader(base: base), EpochTicks(.milliseconds), rows)
        case .times32(let base, let unit): try loadClocks(IntegerReader(base: base), EpochTicks(unit), rows)
        case .times64(let base, let unit): try loadClocks(IntegerReader(base: base), EpochTicks(unit), rows)
        case .timestamps(let base, let unit, let zoned):
            try loadTicks(PlainReader(base: base), EpochTicks(unit, zoned: zoned), rows)
        case .texts(let ranges):
            switch ranges {
            case .offsets32(let offsets, let base): try loadTexts(OffsetsReader(offsets: offsets, base: base), rows)
            case .offsets64(let offsets, let base): try loadTexts(OffsetsReader(offsets: offsets, base: base), rows)
            case .fixed(let base, let width): try loadTexts(FixedBytesReader(base: base, width: width), rows)
            case .spans(let spans): try loadTexts(SpansReader(spans: spans), rows)
            }
        case .binaries(let ranges):
            switch ranges {
            case .offsets32(let offsets, let base):
                try loadBinaries(OffsetsReader(offsets: offsets, base: base), rows)
            case .offsets64(let offsets, let base):
                try loadBinaries(OffsetsReader(offsets: offsets, base: base), rows)
            case .fixed(let base, let width): try loadBinaries(FixedBytesReader(base: base, width: width), rows)
            case .spans(let spans): try loadBinaries(SpansReader(spans: spans), rows)
            }
        }
    }

    private mutating func loadIntegers(
        _ base: UnsafeRawPointer, _ layout: ArrowValues.IntegerLayout, _ rows: Range<Int>
    ) throws(RefusedValue) {
        switch layout {
        case .int8: try loadIntegers(IntegerReader<Int8>(raw: base), rows)
        case .int16: try loadIntegers(IntegerReader<Int16>(raw: base), rows)
        case .int32: try loadIntegers(IntegerReader<Int32>(raw: base), rows)
        case .uint8: try loadIntegers(IntegerReader<UInt8>(raw: base), rows)
        case .uint16: try loadIntegers(IntegerReader<UInt16>(raw: base), rows)
        case .uint32: try loadIntegers(IntegerReader<UInt32>(raw: base), rows)
        case .uint64: try loadDecimals(DecimalReader<UInt64>(base: base), 0, rows)
        }
    }

    /// 32-bit floats become numbers and texts with as many digits as distinguish them from other 32-bit floats.
    private mutating func loadFloats(_ base: UnsafePointer<Float>, _ rows: Range<Int>) throws(RefusedValue) {
        switch target {
        case .numeric(let precision, let scale):
            let field = NumericField(precision: precision, scale: scale)
            try written(PlainReader(base: base), rows, bound: { _ in NumericField.shortBound }) {
                (value, to) throws(Refusal) in try field.write(value, to: to)
            }
        case .text, .varchar, .char, .textual, .json, .jsonb:
            let field = TextField(target)
            try written(PlainReader(base: base), rows, bound: { _ in TextField.numberBound }) {
                (value, to) throws(Refusal) in try field.write(value, to: to)
            }
        default: try loadFloats(FloatReader(base: base), rows)
        }
    }

    private mutating func loadDecimals(
        _ base: UnsafeRawPointer, _ bytes: Int, _ scale: Int, _ rows: Range<Int>
    ) throws(RefusedValue) {
        switch bytes {
        case 4: try loadDecimals(DecimalReader<Int32>(base: base), scale, rows)
        case 8: try loadDecimals(DecimalReader<Int64>(base: base), scale, rows)
        case 16: try loadDecimals(DecimalReader<Int128>(base: base), scale, rows)
        default: try loadDecimals(Decimal256Reader(base: base), scale, rows)
        }
    }

    @inline(__always)
    private mutating func loadDecimals(
        _ reader: some ColumnReader<ScaledInteger>, _ scale: Int, _ rows: Range<Int>
    ) throws(RefusedValue) {
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: DecimalField.textBound, alignment: 1)
        defer { scratch.deallocate() }
        let decimal = DecimalField(scale: scale, scratch: scratch)
        switch target {
        case .boolean:
            try fixed(reader, rows) { (value) throws(Refusal) in
                try BooleanField.flag(decimal.integer(value, Int64.self))
            }
        case .smallint: try fixed(reader, rows) { (value) throws(Refusal) in try decimal.integer(value, Int16.self) }
        case .integer: try fixed(reader, rows) { (value) throws(Refusal) in try decimal.integer(value, Int32.self) }
        case .bigint: try fixed(reader, rows) { (value) throws(Refusal) in try decimal.integer(value, Int64.self) }
        case .real: try fixed(reader, rows) { (value) throws(Refusal) in try decimal.bits(value, Float.self) }
        case .doublePrecision:
            try fixed(reader, rows) { (value) throws(Refusal) in try decimal.bits(value, Double.self) }
        case .numeric(let precision, let targetScale):
            let field = NumericField(precision: precision, scale: targetScale)
            try written(reader, rows, bound: { _ in DecimalField.textBound }) { (value, to) throws(Refusal) in
                try decimal.numeric(value, field, to: to)
            }
        case .text, .varchar, .char, .textual, .json, .jsonb:
            let field = TextField(target)
            try written(reader, rows, bound: { _ in DecimalField.textBound }) { (value, to) throws(Refusal) in
                try decimal.text(value, field, to: to)
            }
        default: try refused(.decimal, rows)
        }
    }

    private mutating func loadDays(_ reader: PlainReader<Int32>, _ rows: Range<Int>) throws(RefusedValue) {
        switch target {
        case .date: try fixed(reader, rows, EpochTicks.days)
        case .timestamp, .timestamptz: try fixed(reader, rows, EpochTicks.timestamp)
        case .text, .varchar, .char, .textual:
            let field = TextField(target)
            try written(reader, rows, bound: { _ in TextField.calendarBound }) { (value, to) throws(Refusal) in
                try EpochTicks.write(value, field, to: to)
            }
        default: try refused(.date, rows)
        }
    }

    private mutating func loadTicks(
        _ reader: PlainReader<Int64>, _ ticks: EpochTicks, _ rows: Range<Int>
    ) throws(RefusedValue) {
        switch target {
        case .date: try fixed(reader, rows) { (value) throws(Refusal) in try ticks.date(value) }
        case .timestamp, .timestamptz:
            try fixed(reader, rows) { (value) throws(Refusal) in try ticks.timestamp(value) }
        case .text, .varchar, .char, .textual:
            let field = TextField(target)
            try written(reader, rows, bound: { _ in TextField.calendarBound }) { (value, to) throws(Refusal) in
                try ticks.writeTimestamp(value, field, to: to)
            }
        default: try refused(.timestamp, rows)
        }
    }

    @inline(__always)
    private mutating func loadClocks(
        _ reader: some ColumnReader<Int64>, _ ticks: EpochTicks, _ rows: Range<Int>
    ) throws(RefusedValue) {
        switch target {
        case .time: try fixed(reader, rows) { (value) throws(Refusal) in try ticks.clock(value) }
        case .text, .varchar, .char, .textual:
            let field = TextField(target)
            try written(reader, rows, bound: { _ in TextField.calendarBound }) { (value, to) throws(Refusal) in
                try ticks.writeClock(value, field, to: to)
            }
        default: try refused(.time, rows)
        }
    }
}
