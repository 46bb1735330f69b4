import CADBC

/// Structures of Arrow's C interface, in memory that their release function frees.
enum ArrowArrays {
    /// A stream of batches of one row type, each created on request; counts the released structures.
    static func stream(
        _ columns: [(name: String, column: ArrowColumn)], batches: Int = 1, failing: String? = nil,
        released: ReleaseCount = ReleaseCount()
    ) -> UnsafeMutablePointer<ArrowArrayStream> {
        let whole = ArrowColumn("+s", rows: columns.first?.column.rows ?? 0, buffers: [nil])
        whole.children = columns
        let state = StreamState(whole, batches: batches, failing: failing, released: released)
        let stream = UnsafeMutablePointer<ArrowArrayStream>.allocate(capacity: 1)
        stream.initialize(
            to: ArrowArrayStream(
                get_schema: { stream, out in
                    guard let state = StreamState.of(stream), let out else { return 22 }
                    ArrowArrays.fill(schema: out, "", state.whole)
                    return 0
                },
                get_next: { stream, out in
                    guard let state = StreamState.of(stream), let out else { return 22 }
                    out.pointee = ArrowArray()
                    guard state.next < state.batches else { return state.failing == nil ? 0 : 5 }
                    state.next += 1
                    ArrowArrays.fill(array: out, state.whole, released: state.released)
                    return 0
                },
                get_last_error: { stream in StreamState.of(stream)?.failing.map { UnsafePointer($0) } },
                release: { stream in
                    guard let stream, let data = stream.pointee.private_data else { return }
                    Unmanaged<StreamState>.fromOpaque(data).release()
                    stream.pointee.release = nil
                },
                private_data: Unmanaged.passRetained(state).toOpaque()))
        return stream
    }

    static func fill(schema: UnsafeMutablePointer<ArrowSchema>, _ name: String, _ column: ArrowColumn) {
        let memory = OwnedMemory()
        var filled = ArrowSchema()
        filled.format = UnsafePointer(memory.text(column.format))
        filled.name = UnsafePointer(memory.text(name))
        filled.flags = 2
        if !column.metadata.isEmpty { filled.metadata = UnsafePointer(memory.metadata(column.metadata)) }
        filled.n_children = Int64(column.children.count)
        filled.children = memory.pointers(column.children.count)
        for (index, child) in column.children.enumerated() {
            let place = memory.allocate(ArrowSchema.self)
            fill(schema: place, child.name, child.column)
            filled.children[index] = place
        }
        if let dictionary = column.dictionary {
            filled.dictionary = memory.allocate(ArrowSchema.self)
            fill(schema: filled.dictionary, "", dictionary)
        }
        filled.private_data = Unmanaged.passRetained(memory).toOpaque()
        filled.release = { schema in
            guard let schema, let data = schema.pointee.private_data else { return }
            for index in 0..<Int(schema.pointee.n_children) {
                if let child = schema.pointee.children[index] { child.pointee.release?(child) }
            }
            if let dictionary = schema.pointee.dictionary { dictionary.pointee.release?(dictionary) }
            Unmanaged<OwnedMemory>.fromOpaque(data).release()
            schema.pointee.release = nil
        }
        schema.pointee = filled
    }

    static func fill(array: UnsafeMutablePointer<ArrowArray>, _ column: ArrowColumn, released: ReleaseCount) {
        let memory = OwnedMemory()
        memory.released = released
        var filled = ArrowArray()
        filled.length = Int64(column.rows)
        filled.offset = Int64(column.offset)
        filled.null_count = Int64(column.nullCount)
        filled.n_buffers = Int64(column.buffers.count)
        filled.buffers = memory.buffers(column.buffers)
        filled.n_children = Int64(column.children.count)
        filled.children = memory.pointers(column.children.count)
        for (index, child) in column.children.enumerated() {
            let place = memory.allocate(ArrowArray.self)
            fill(array: place, child.column, released: released)
            filled.children[index] = place
        }
        if let dictionary = column.dictionary {
            filled.dictionary = memory.allocate(ArrowArray.self)
            fill(array: filled.dictionary, dictionary, released: released)
        }
        filled.private_data = Unmanaged.passRetained(memory).toOpaque()
        filled.release = { array in
            guard let array, let data = array.pointee.private_data else { return }
            for index in 0..<Int(array.pointee.n_children) {
                if let child = array.pointee.children[index] { child.pointee.release?(child) }
            }
            if let dictionary = array.pointee.dictionary { dictionary.pointee.release?(dictionary) }
            Unmanaged<OwnedMemory>.fromOpaque(data).release()
            array.pointee.release = nil
        }
        array.pointee = filled
    }
}
