import Model
import Planning
import RowSource

/// Rows in memory that answer the planner's statements like a database.
struct CountingSource {
    var rows: [KeyedRow]
    /// The number of bytes in each row's long column.
    var longBytes = 0

    struct Unexpected: Error {
        var statement: String
    }

    /// Runs the planner to its end; also returns its statements.
    func plan(_ planner: ChunkPlanner) throws -> (plan: ChunkPlan, statements: [String]) {
        var planner = planner
        var statements: [String] = []
        var action = planner.start()
        while case .query(let statement) = action {
            statements.append(statement)
            action = try planner.received(rows: try answer(statement))
        }
        guard case .finished(let plan) = action else { throw Unexpected(statement: "\(action)") }
        return (plan, statements)
    }

    func answer(_ statement: String) throws -> [[String?]] {
        if statement.contains("ROW_NUMBER") { return try bounds(statement) }
        if statement.contains("slice_start") { return try slices(statement) }
        if statement.contains("hash_bucket") { return try buckets(statement) }
        if statement.contains("range_no") { return try ranges(statement) }
        guard statement.hasPrefix("SELECT COUNT(*)") else { throw Unexpected(statement: statement) }
        return [count(statement)]
    }

    private var values: [Int] {
        rows.compactMap { row in
            if case .value(let value) = row.key { value } else { nil }
        }
    }

    private func count(_ statement: String) -> [String?] {
        var answer: [String?] = ["\(rows.count)"]
        let keyed = rows.count { $0.key != .null }
        if statement.contains("COUNT(\"k\")") { answer.append("\(keyed)") }
        if statement.contains("CASE WHEN") {
            answer += [values.min().map { "\($0)" }, values.max().map { "\($0)" }, "\(keyed)"]
        }
        if !statement.contains("CASE WHEN"), statement.contains("MIN(\"k\")") {
            answer += [values.min().map { "\($0)" }, values.max().map { "\($0)" }]
        }
        if statement.contains("BYTES(") { answer.append(rows.isEmpty ? nil : "\(rows.count * longBytes)") }
        return answer
    }

    private func bounds(_ statement: String) throws -> [[String?]] {
        let size = try size(of: statement)
        return values.sorted().enumerated().filter { $0.offset % size == 0 }.map { ["\($0.element)"] }
    }

    private func size(of statement: String) throws -> Int {
        guard let text = statement.split(separator: "% ").last?.prefix(while: \.isNumber), let size = Int(text) else {
            throw Unexpected(statement: statement)
        }
        return size
    }

    /// Sorts NaN last, like most systems.
    private func slices(_ statement: String) throws -> [[String?]] {
        let size = try size(of: statement)
        var counts: [Int: Int] = [:]
        let (low, step) = try grouping(statement)
        for value in values { counts[value - (value - low) % step, default: 0] += 1 }
        var groups = counts.sorted { $0.key < $1.key }.map { (text: "\($0.key)", rows: $0.value) }
        let strange = rows.count { $0.key == .notANumber }
        if strange > 0 { groups.append(("NaN", strange)) }
        var answer: [[String?]] = []
        var before = 0
        var slice = -1
        var total = 0
        var most = 0
        for group in groups {
            if before - before % size != slice {
                slice = before - before % size
                answer.append([group.text, nil, nil, nil])
                (total, most) = (0, 0)
            }
            total += group.rows
            most = max(most, group.rows)
            // MariaDB returns sums as decimals.
            answer[answer.count - 1][1...3] = ["\(total).0000", "\(most)", group.text]
            before += group.rows
        }
        return answer
    }

    /// The start and the width of the groups of values; width 1 if the statement doesn't group.
    private func grouping(_ statement: String) throws -> (low: Int, step: Int) {
        guard let start = statement.firstRange(of: "GROUPED(")?.upperBound else { return (0, 1) }
        let numbers = statement[start...].prefix { $0 != ")" }.split(separator: ", ").compactMap { Int($0) }
        guard numbers.count == 2 else { throw Unexpected(statement: statement) }
        return (numbers[0], numbers[1])
    }

    private func ranges(_ statement: String) throws -> [[String?]] {
        guard let start = statement.firstRange(of: "FROM (SELECT ")?.upperBound,
            let middle = statement.firstRange(of: " AS range_no FROM \"t\" WHERE "),
            let end = statement.firstRange(of: ") ranged")?.lowerBound
        else { throw Unexpected(statement: statement) }
        let search = try RangeSearch(String(statement[start..<middle.lowerBound]))
        let scope = try ChunkPredicate(String(statement[middle.upperBound..<end]))
        var counts: [Int?: Int] = [:]
        for row in rows where scope.evaluate(row) == true { counts[search.evaluate(row), default: 0] += 1 }
        return counts.map { [$0.key.map { "\($0)" }, "\($0.value)"] }
    }

    private func buckets(_ statement: String) throws -> [[String?]] {
        guard let text = statement.split(separator: "BUCKET(").last?.prefix(while: \.isNumber), let buckets = Int(text),
            let start = statement.firstRange(of: "FROM \"t\"")?.upperBound,
            let end = statement.firstRange(of: ") hashed")?.lowerBound
        else { throw Unexpected(statement: statement) }
        let condition = statement[start..<end]
        let predicate = condition.isEmpty ? nil : try ChunkPredicate(String(condition.dropFirst(" WHERE ".count)))
        var counts: [Int: Int] = [:]
        for row in rows where predicate.map({ $0.evaluate(row) == true }) ?? true {
            counts[row.identity % buckets, default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.map { ["\($0.key)", "\($0.value)"] }
    }
}

/// Generates the same numbers for the same seed.
struct PlanningRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
