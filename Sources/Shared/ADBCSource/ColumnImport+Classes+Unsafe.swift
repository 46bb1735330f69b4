import Model
import RowSource

/// Decodes SQLite values from the forms of its read expressions; see `ClassedValue`.
extension ColumnImport {
    /// Decodes texts into the batch's memory; other values need no decoding.
    func decoded(_ form: ValueForm, after rowsBefore: Int) throws(SourceError) -> ColumnVector {
        let vector = try vector()
        guard case .arrow(.texts(let ranges)) = vector.values else { return vector }
        switch form {
        case .bytes:
            let spans = try decoded(ranges, after: rowsBefore, isCoded: { _ in true }, ClassedValue.decodeBytes)
            return ColumnVector(values: .arrow(.binaries(spans ?? ranges)), validity: vector.validity)
        case .classed:
            let spans = try decoded(
                ranges, after: rowsBefore,
                isCoded: { $0.count > 0 && $0.start.load(as: UInt8.self) == ClassedValue.mark }, ClassedValue.decode)
            return ColumnVector(values: .arrow(.texts(spans ?? ranges)), validity: vector.validity)
        }
    }

    /// `nil` if no value is coded.
    @inline(__always)
    private func decoded(
        _ ranges: ByteRanges, after rowsBefore: Int, isCoded: (ByteSpan) -> Bool,
        _ decode: (UnsafeMutablePointer<UInt8>, Int) throws(ClassedValue.Refusal) -> Int
    ) throws(SourceError) -> ByteRanges? {
        var bytes = 0
        for row in 0..<count where !isNull(row) {
            let span = ranges.span(at: row)
            if isCoded(span) { bytes += span.count }
        }
        // A coded value is never empty.
        guard bytes > 0 else { return nil }
        let spans = memory.allocate(ByteSpan.self, count)
        var free = memory.allocate(UInt8.self, bytes)
        for row in 0..<count {
            guard !isNull(row) else {
                spans[row] = ByteSpan(start: UnsafeRawPointer(spans), count: 0)
                continue
            }
            spans[row] = ranges.span(at: row)
            guard isCoded(spans[row]) else { continue }
            free.update(from: spans[row].start.assumingMemoryBound(to: UInt8.self), count: spans[row].count)
            do throws(ClassedValue.Refusal) {
                let length = try decode(free, spans[row].count)
                let start = UnsafeRawPointer(free)
                free += spans[row].count
                spans[row] = ByteSpan(start: start, count: length)
            } catch {
                throw SourceError(
                    .value, operation: "get_next",
                    message: "column '\(field.name)', row \(rowsBefore + row + 1): \(error.message(column: field.name))"
                )
            }
        }
        return .spans(UnsafePointer(spans))
    }
}

extension ByteRanges {
    /// The position of a row's value.
    @inline(__always)
    fileprivate func span(at row: Int) -> ByteSpan {
        switch self {
        case .offsets32(let offsets, let base):
            ByteSpan(start: base + Int(offsets[row]), count: Int(offsets[row + 1] - offsets[row]))
        case .offsets64(let offsets, let base):
            ByteSpan(start: base + Int(offsets[row]), count: Int(offsets[row + 1] - offsets[row]))
        case .fixed(let base, let width): ByteSpan(start: base + row * width, count: width)
        case .spans(let spans): spans[row]
        }
    }
}
