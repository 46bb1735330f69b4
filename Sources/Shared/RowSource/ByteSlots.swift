/// Variable-length values in slots of equal size.
///
/// Value `i` starts at `base + i * stride` and is `lengths[i]` bytes long; a negative length means NULL.
package struct ByteSlots {
    package var base: UnsafeRawPointer
    package var stride: Int
    package var lengths: UnsafePointer<Int>

    package init(base: UnsafeRawPointer, stride: Int, lengths: UnsafePointer<Int>) {
        self.base = base
        self.stride = stride
        self.lengths = lengths
    }
}
