import Model

/// Splitting in the model.
extension ReferenceModel {
    /// The keys of a planned chunk: chunk `n` has at most three keys, from 10 n on.
    static func plannedKeys(of chunk: Int) -> Range<Int> { (10 * chunk)..<(10 * chunk + 1 + chunk % 3) }

    /// Whether the run and the epoch of its chunks own the target table.
    var isHeld: Bool { !isReleased && fencedEpoch == epoch }

    /// Whether the run can still be published.
    ///
    /// It can't if a chunk was split and then copied whole by a worker that was frozen while the target lost the void
    /// receipt: its rows are in the target twice.
    var canEnd: Bool { fencedEpoch == epoch && !hasSplitAndWhole }

    private var hasSplitAndWhole: Bool { split.contains { receipts[$0]?.writer != nil } }

    /// The halves of a chunk; empty if it has fewer than two rows.
    func halves(of number: Int) -> [(number: Int, keys: Range<Int>)] {
        guard let keys = keys[number], keys.count > 1 else { return [] }
        let middle = keys.lowerBound + keys.count / 2
        let first = planned + 2 * number - 1
        return [(first, keys.lowerBound..<middle), (first + 1, middle..<keys.upperBound)]
    }

    /// Replaces a chunk by its halves in the queue; returns `false` if the chunk no longer exists.
    mutating func split(_ number: Int) -> Bool {
        guard chunks[number] != nil else { return false }
        end(number, "split")
        chunks[number] = nil
        split.insert(number)
        for half in halves(of: number) {
            chunks[half.number] = Chunk()
            keys[half.number] = half.keys
        }
        return true
    }

    var splits: Int { split.count }

    /// The number of changes made by reconciling.
    struct Reconciled: Hashable {
        var requeued = 0
        var completed = 0
        var split = 0
        var open = 0
        /// Number of void receipts that are written again.
        var voided = 0
        var isRefused = false
    }

    /// Brings the queue in line with the receipts.
    mutating func reconcile() -> Reconciled {
        var counts = Reconciled()
        for number in split.sorted() where receipts[number]?.writer != nil || receipts[number] == nil {
            guard receipts[number] == nil else {
                counts.isRefused = true
                return counts
            }
            // A fenced run can't commit the chunk anyway.
            guard isHeld else { continue }
            let nobody = RandomID(text: "00000000-0000-0000-0000-000000000000")
            receipts[number] = Receipt(writer: nil, attempt: 0, worker: nobody)
            counts.voided += 1
        }
        for (number, chunk) in chunks {
            if let receipt = receipts[number], receipt.writer == nil {
                _ = split(number)
                counts.split += 1
                continue
            }
            switch (chunk.state == .done, receipts[number] != nil) {
            case (true, true): continue
            case (true, false):
                startOver(number)
                change(number) { $0.rows = nil }
                counts.requeued += 1
            case (false, true):
                complete(number)
                counts.completed += 1
            case (false, false): counts.open += 1
            }
        }
        return counts
    }
}
