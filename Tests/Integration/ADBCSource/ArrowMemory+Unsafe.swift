import CADBC
import Glibc
import Synchronization

/// The state of a stream.
final class StreamState {
    let whole: ArrowColumn
    let batches: Int
    /// The error message after the last batch; `nil` if the stream ends normally.
    let failing: UnsafeMutablePointer<CChar>?
    let released: ReleaseCount
    var next = 0

    init(_ whole: ArrowColumn, batches: Int, failing: String?, released: ReleaseCount) {
        self.whole = whole
        self.batches = batches
        self.failing = failing.flatMap { strdup($0) }
        self.released = released
    }

    deinit { free(failing) }

    static func of(_ stream: UnsafeMutablePointer<ArrowArrayStream>?) -> StreamState? {
        stream?.pointee.private_data.map { Unmanaged<StreamState>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// Memory of one structure; overwritten before it is freed, so that later reads are noticed.
final class OwnedMemory {
    private var pieces: [(start: UnsafeMutableRawPointer, count: Int)] = []
    var released: ReleaseCount?

    deinit {
        for piece in pieces {
            piece.start.initializeMemory(as: UInt8.self, repeating: 0xA5, count: piece.count)
            piece.start.deallocate()
        }
        released?.add()
    }

    func allocate<Value: BitwiseCopyable>(_: Value.Type) -> UnsafeMutablePointer<Value> {
        raw(MemoryLayout<Value>.size).bindMemory(to: Value.self, capacity: 1)
    }

    func raw(_ count: Int) -> UnsafeMutableRawPointer {
        let piece = UnsafeMutableRawPointer.allocate(byteCount: max(1, count), alignment: 64)
        piece.initializeMemory(as: UInt8.self, repeating: 0, count: max(1, count))
        pieces.append((piece, max(1, count)))
        return piece
    }

    func text(_ text: String) -> UnsafeMutablePointer<CChar> {
        let bytes = Array(text.utf8CString)
        let copy = raw(bytes.count).bindMemory(to: CChar.self, capacity: bytes.count)
        copy.update(from: bytes, count: bytes.count)
        return copy
    }

    func metadata(_ entries: [(key: String, value: String)]) -> UnsafeMutablePointer<CChar> {
        func number(_ value: Int) -> [UInt8] { withUnsafeBytes(of: Int32(value)) { Array($0) } }
        var bytes = number(entries.count)
        for entry in entries {
            bytes += number(entry.key.utf8.count) + entry.key.utf8 + number(entry.value.utf8.count) + entry.value.utf8
        }
        let copy = raw(bytes.count)
        copy.copyMemory(from: bytes, byteCount: bytes.count)
        return copy.bindMemory(to: CChar.self, capacity: bytes.count)
    }

    func pointers<Value>(_ count: Int) -> UnsafeMutablePointer<UnsafeMutablePointer<Value>?> {
        let pointers = raw(count * MemoryLayout<UnsafeMutablePointer<Value>?>.stride)
            .bindMemory(to: UnsafeMutablePointer<Value>?.self, capacity: count)
        pointers.initialize(repeating: nil, count: count)
        return pointers
    }

    func buffers(_ buffers: [[UInt8]?]) -> UnsafeMutablePointer<UnsafeRawPointer?> {
        let pointers = raw(buffers.count * 8).bindMemory(to: UnsafeRawPointer?.self, capacity: buffers.count)
        pointers.initialize(repeating: nil, count: buffers.count)
        for (index, bytes) in buffers.enumerated() {
            guard let bytes else { continue }
            let copy = raw(bytes.count)
            copy.copyMemory(from: bytes, byteCount: bytes.count)
            pointers[index] = UnsafeRawPointer(copy)
        }
        return pointers
    }
}
