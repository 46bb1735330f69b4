/// The address and length of one value's bytes; never read for a NULL.
package struct ByteSpan: BitwiseCopyable {
    package var start: UnsafeRawPointer
    package var count: Int

    package init(start: UnsafeRawPointer, count: Int) {
        self.start = start
        self.count = count
    }
}
