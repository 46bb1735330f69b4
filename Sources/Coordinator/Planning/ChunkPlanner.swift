package import Model
package import RowSource

/// Cuts a table into chunks, using statistics that the source computes.
///
/// Planning is the pure part of the coordinator: it turns a source's catalogue and counts into chunks, SELECT
/// statements and target tables, without a connection. This state machine returns the next statement to run and takes
/// its answer:
///
///     var planner = try ChunkPlanner(relation: …, filter: …, dialect: …, options: …, isPinned: …)
///     var action = planner.start()
///     while case .query(let sql) = action { action = try planner.received(rows: await connection.rows(sql)) }
///
/// One statement counts the rows. If the keys have gaps, a second, aggregated one finds the bounds of the ranges. A
/// third counts the rows of each range by the range's own condition. Each part that is split by hash needs one more, to
/// count the rows of its buckets. `KeyRanges` explains why each row is in exactly one chunk, and `RangeProof` verifies
/// it.
package struct ChunkPlanner: Sendable {
    package enum Action: Hashable, Sendable {
        /// Run this statement at the source and pass its rows to `received(rows:)`, with every value as text.
        case query(String)
        case finished(ChunkPlan)
    }

    enum State {
        case counting
        case slicing(nullRows: Int, keyedRows: Int, byGroups: Bool)
        case placing
        case proving(query: Int)
        case summing
        case splitting(next: Int, buckets: Int)
        case finished
    }

    let relation: SourceRelation
    let dialect: any SQLDialect
    let options: ChunkOptions
    /// Whether every chunk reads the same point in time.
    let isPinned: Bool
    private let maximumHashChunks: Int
    let statistics: PlanningStatistics
    private let method: SplitMethod
    /// Expressions for the byte lengths of columns with long values; empty without a byte limit.
    private let longColumns: [String]

    var state = State.counting
    private var rowsPerChunk: Int
    private var planMethod = ChunkPlan.Method.whole
    private var cut: ChunkCut?
    private var warnings: [String]
    var segments: [Segment] = []
    var proof: RangeProof?
    /// The initial row counts.
    var counted: PlanningStatistics.Count?
    /// `segments`, with those that are too large split into buckets.
    private var parts: [Segment] = []
    private var unsplittable: [Segment] = []
    private var hashIsCapped = false
    private var uniqueColumn: String?

    /// - Parameters:
    ///   - filter: the user's `where` in the source's SQL; counts and chunks respect it.
    ///   - isPinned: whether every chunk reads the same point in time.
    ///   - maximumHashChunks: a limit, because each hash chunk reads all the rows that they share.
    /// - Throws: `.configuration` if the options name a column that doesn't exist.
    package init(
        relation: SourceRelation, filter: String?, dialect: any SQLDialect, options: ChunkOptions, isPinned: Bool,
        maximumHashChunks: Int = 64
    ) throws(PlanningError) {
        self.relation = relation
        self.dialect = dialect
        self.options = options
        self.isPinned = isPinned
        self.maximumHashChunks = maximumHashChunks
        statistics = PlanningStatistics(relation: relation, filter: filter, dialect: dialect)
        rowsPerChunk = options.rows
        let hasHash = Self.hashBucket(relation, dialect, buckets: 2, within: nil) != nil
        (method, warnings) = try SplitMethod.choose(
            options.strategy, relation: relation, dialect: dialect, hasHash: hasHash)
        if case .whole = method {
            longColumns = []
        } else {
            longColumns = options.bytes == nil ? [] : relation.columns.compactMap { dialect.byteLength($0) }
        }
    }

    /// Returns the first statement.
    package func start() -> Action {
        .query(statistics.countQuery(key: rangeColumn, extremes: extremes, longColumns: longColumns))
    }

    /// Takes the answer to the last statement; returns the next action.
    package mutating func received(rows: [[String?]]) throws(PlanningError) -> Action {
        switch state {
        case .counting: return try counted(rows)
        case .slicing(let nullRows, let keyedRows, let byGroups):
            return try sliced(rows, nullRows: nullRows, keyedRows: keyedRows, byGroups: byGroups)
        case .placing: return try placed(rows)
        case .proving(let query): return try proved(rows, query: query)
        case .summing: return try summed(rows)
        case .splitting(let index, let buckets): return try split(rows, index: index, buckets: buckets)
        case .finished: return finish()
        }
    }

    // MARK: - Steps

    private mutating func counted(_ rows: [[String?]]) throws(PlanningError) -> Action {
        let count = try statistics.count(
            rows, hasKey: rangeColumn != nil, extremes: extremes, longColumns: longColumns.count)
        counted = count
        applyByteBound(count)
        segments = [.whole(rows: count.rows)]
        guard count.rows > rowsPerChunk else { return finish() }
        switch method {
        case .whole(let reason):
            if let reason {
                warnings.append("all \(count.rows) rows are one chunk that only one worker can copy: \(reason)")
            }
            return finish()
        case .hash:
            planMethod = .hash
            return splitNext(from: 0)
        case .places:
            let slices = (count.rows - 1) / rowsPerChunk + 1
            guard let table = relation.table,
                let query = dialect.placeQuery(table: table, filter: statistics.filter, slices: slices)
            else { return splitNext(from: 0) }
            state = .placing
            return .query(query)
        case .ranges(let column):
            guard count.keyedRows > 0 else { return splitNext(from: 0) }
            let nullRows = count.rows - count.keyedRows
            cut = ChunkCut(
                column: column, lowest: count.span?.lowest, highest: count.span?.highest, nullsAreFirst: nullRows == 0)
            if let first = count.denseFrom {
                planMethod = .dense(column: column.name)
                let slices = denseSlices(from: first, rows: count.keyedRows)
                segments = KeyRanges(column: column, dialect: dialect).segments(of: slices, nullRows: nullRows)
                return splitNext(from: 0)
            }
            let groups = groups(of: column, count)
            state = .slicing(nullRows: nullRows, keyedRows: count.keyedRows, byGroups: groups != nil)
            return .query(
                isUnique
                    ? statistics.boundQuery(key: column, rowsPerSlice: rowsPerChunk)
                    : statistics.sliceQuery(key: column, groups: groups, rowsPerSlice: rowsPerChunk))
        }
    }

    /// The expression that replaces the keys while they are counted, if it reduces their number enough.
    private func groups(of column: SourceColumn, _ count: PlanningStatistics.Count) -> String? {
        let groups = Self.groupsPerChunk * ((count.keyedRows - 1) / rowsPerChunk + 1)
        guard let span = count.span, count.keyedRows / groups > Self.rowsPerGroup else { return nil }
        return dialect.grouping(column, lowest: span.lowest, highest: span.highest, groups: groups)
    }

    /// Enough for chunk sizes to be even within one percent.
    private static let groupsPerChunk = 128
    /// With fewer rows per group, counting the keys themselves is as fast.
    private static let rowsPerGroup = 20

    private mutating func placed(_ rows: [[String?]]) throws(PlanningError) -> Action {
        segments = try statistics.places(rows)
        try checkSum(segments.map(\.rows), of: counted?.rows, by: "storage location")
        planMethod = .places
        cut = ChunkCut()
        return splitNext(from: 0)
    }

    private mutating func sliced(
        _ rows: [[String?]], nullRows: Int, keyedRows: Int, byGroups: Bool
    ) throws(PlanningError) -> Action {
        guard case .ranges(let column) = method else { return finish() }
        if byGroups, try statistics.hasHeavyGroup(rows, rowsPerSlice: rowsPerChunk) {
            // Most keys are concentrated in a small part of their span.
            state = .slicing(nullRows: nullRows, keyedRows: keyedRows, byGroups: false)
            return .query(statistics.sliceQuery(key: column, rowsPerSlice: rowsPerChunk))
        }
        let slices =
            isUnique
            ? try statistics.evenSlices(rows, rowsPerSlice: rowsPerChunk, keyedRows: keyedRows)
            : try statistics.slices(rows, rowsPerSlice: rowsPerChunk)
        if !isUnique, !byGroups, nullRows == 0, try !statistics.hasHeavyGroup(rows, rowsPerSlice: 1) {
            uniqueColumn = column.name
        }
        guard !slices.isEmpty else {
            // The rows were deleted between the two statements.
            segments = [.whole(rows: nullRows)]
            return finish()
        }
        cut?.lowest = slices.first?.bound
        if !isUnique { cut?.highest = rows.last?.last ?? nil }
        planMethod = .ranges(column: column.name)
        segments = KeyRanges(column: column, dialect: dialect).segments(of: slices, nullRows: nullRows)
        // Only the ranges of keys that aren't NULL.
        let ranges = nullRows > 0 ? segments.dropLast() : segments[...]
        guard ranges.count > 1 else { return splitNext(from: 0) }
        return prove(
            RangeProof(column: column, dialect: dialect, extents: ranges.map(\.extent), nullRows: nullRows))
    }

    /// Accepts the segments that are small enough, up to the first that must be split.
    mutating func splitNext(from start: Int) -> Action {
        for index in start..<segments.count {
            let segment = segments[index]
            if segment.rows > splitLimit {
                let wanted = (segment.rows - 1) / rowsPerChunk + 1
                let buckets = min(wanted, maximumHashChunks)
                if buckets > 1, let expression = hashBucket(buckets) {
                    hashIsCapped = hashIsCapped || buckets < wanted
                    state = .splitting(next: index, buckets: buckets)
                    noteHash()
                    return .query(statistics.bucketQuery(expression: expression, within: segment.predicate))
                }
                unsplittable.append(segment)
            }
            parts.append(segment)
        }
        segments = parts
        return finish()
    }

    private mutating func split(_ rows: [[String?]], index: Int, buckets: Int) throws(PlanningError) -> Action {
        let counts = try statistics.bucketRows(rows, buckets: buckets)
        try checkSum(counts, of: segments[index].rows, by: "a hash of the rows")
        if planMethod == .whole { planMethod = .hash }
        if let expression = hashBucket(buckets) {
            for (number, rows) in counts.enumerated() {
                parts.append(segments[index].bucket(number, of: buckets, expression: expression, rows: rows))
            }
        }
        return splitNext(from: index + 1)
    }

    mutating func finish() -> Action {
        state = .finished
        let chunks = segments.enumerated().map { index, segment in
            PlannedChunk(
                number: index + 1, predicate: segment.predicate, range: segment.range, extent: segment.extent,
                expectedRows: segment.rows)
        }
        return .finished(
            ChunkPlan(
                chunks: chunks, method: planMethod, cut: chunks.count > 1 ? cut : nil,
                uniqueColumn: uniqueColumn, warnings: warnings + closingWarnings))
    }

    // MARK: - Parts of the steps

    /// The column whose ranges become the chunks.
    private var rangeColumn: SourceColumn? {
        guard case .ranges(let column) = method else { return nil }
        return column
    }

    /// Whether the source enforces that keys are unique.
    private var isUnique: Bool {
        guard let column = rangeColumn, let table = relation.table else { return false }
        return dialect.enforcesPrimaryKeys && table.primaryKey == [column.name]
    }

    /// For unique integers, the count alone shows that there are no gaps.
    private var extremes: PlanningStatistics.Extremes {
        guard let column = rangeColumn else { return .none }
        if case .integer = column.type, isUnique, dialect.holdsDeclaredType(column) != nil { return .density }
        return dialect.knowsExtremes ? .span : .none
    }

    /// Ranges may reach twice the limit, as a frequent key does; hash buckets are kept within it.
    private var splitLimit: Int {
        if case .hash = method { return rowsPerChunk }
        return 2 * rowsPerChunk
    }

    private func hashBucket(_ buckets: Int) -> String? {
        Self.hashBucket(relation, dialect, buckets: buckets, within: rangeColumn)
    }

    /// Hashes the key columns, which distinguish rows and change least; without a key, the whole row.
    ///
    /// Within a single value of `range`, the hash must use the other columns.
    private static func hashBucket(
        _ relation: SourceRelation, _ dialect: any SQLDialect, buckets: Int, within range: SourceColumn?
    ) -> String? {
        dialect.hashBucket(
            columns: hashColumns(relation, within: range), buckets: buckets, table: relation.table)
    }

    private static func hashColumns(_ relation: SourceRelation, within range: SourceColumn?) -> [SourceColumn] {
        let key = relation.key.compactMap(relation.column).filter { $0 != range }
        return key.isEmpty ? relation.columns : key
    }

    /// Records what the buckets hash, for chunks that are split later.
    private mutating func noteHash() {
        var noted = cut ?? ChunkCut()
        noted.hashColumns = Self.hashColumns(relation, within: rangeColumn)
        noted.hashTable = relation.table
        cut = noted
    }

    /// Reduces the rows per chunk until their mean size is within the byte limit.
    private mutating func applyByteBound(_ count: PlanningStatistics.Count) {
        rowsPerChunk = options.rows
        guard let bound = options.bytes, let longBytes = count.longBytes, count.rows > 0 else { return }
        let fixedBytes = 8 * (relation.columns.count - longColumns.count)
        let meanBytes = max(1, longBytes / count.rows + fixedBytes)
        rowsPerChunk = max(1, min(options.rows, bound / meanBytes))
    }

    /// Slices of keys without gaps: each is full, except the last.
    private func denseSlices(from first: Int64, rows: Int) -> [KeyRanges.Slice] {
        stride(from: 0, to: rows, by: rowsPerChunk).map { offset in
            // Can't overflow: the sum is at most the highest key.
            KeyRanges.Slice(bound: "\(first + Int64(offset))", rows: min(rowsPerChunk, rows - offset))
        }
    }

    private var closingWarnings: [String] {
        var warnings: [String] = []
        if let largest = unsplittable.map(\.rows).max() {
            warnings.append(
                """
                \(unsplittable.count) chunk(s) with a single key value have more than twice \(rowsPerChunk) rows, the \
                largest \(largest), and can't be split, because \(dialect.name) offers no hash for the rows; \
                another chunk column may split them
                """)
        }
        if options.strategy == .auto, planMethod == .hash, segments.count > 1 {
            let bytes = relation.table?.storage?.bytes.map { ", \($0 >> 20) MiB each time" } ?? ""
            warnings.append(
                """
                no column is suitable for ranges, so rows are assigned to chunks by hash: each of the \
                \(segments.count) chunks reads the whole table\(bytes), and so did this plan, \(segments.count + 1) \
                times in all; a chunk column would be cheaper
                """)
        }
        if hashIsCapped {
            warnings.append(
                """
                rows are split by hash into at most \(maximumHashChunks) chunks, since each of them reads all \
                of these rows; the chunks are larger than configured, and a chunk column with ranges would be faster
                """)
        }
        if segments.count > 1, !isPinned, let unstable {
            warnings.append(
                """
                the source has no snapshot and chunks are cut by \(unstable): a row that changes during the copy may \
                be missed or copied twice; cut by a key column, or don't write to the table during the copy
                """)
        }
        return warnings
    }

    /// The columns or address that distinguish rows but may change during the copy; `nil` if a key does.
    private var unstable: String? {
        if let column = rangeColumn, !relation.key.contains(column.name) { return "\(column.name), which isn't a key" }
        if planMethod == .places { return "the rows' storage location, which changes when they are updated" }
        if case .hash = method, relation.key.isEmpty { return "a hash of each row" }
        return nil
    }
}
