/// Where the values of a variable-length column are stored.
package enum ByteRanges {
    /// Value `i` is the bytes from `offsets[i]` up to `offsets[i + 1]` after the base; offsets never decrease.
    case offsets32(UnsafePointer<Int32>, UnsafeRawPointer)
    case offsets64(UnsafePointer<Int64>, UnsafeRawPointer)
    /// All values have this length and are contiguous.
    case fixed(UnsafeRawPointer, width: Int)
    /// Each value has its own address.
    case spans(UnsafePointer<ByteSpan>)
}
