import Presentation

/// A small terminal: what is visible after a program's output, for the escape sequences of the live display.
struct Screen {
    /// How a terminal treats its lines when it becomes narrower.
    enum Narrowing: CaseIterable {
        /// As xterm does.
        case cuts
        /// As GNOME's and KDE's terminals do.
        case wraps
    }

    private(set) var size: TerminalSize
    private var rows: [[Character]]
    private var (row, column) = (0, 0)
    private var wraps = true

    init(_ size: TerminalSize) {
        self.size = size
        rows = Array(repeating: [], count: size.height)
    }

    /// The visible lines, from the first to the last that isn't blank.
    var lines: [String] {
        let all = rows.map { row in String(String(row).reversed().drop { $0 == " " }.reversed()) }
        return Array(all.reversed().drop { $0.isEmpty }.reversed())
    }

    mutating func resize(to new: TerminalSize, _ narrowing: Narrowing) {
        var kept: [[Character]] = []
        var cursor = row
        for (index, line) in rows.prefix(row + 1).enumerated() {
            if index == row { cursor = kept.count }
            guard narrowing == .wraps, line.count > new.width else {
                kept.append(Array(line.prefix(new.width)))
                continue
            }
            for start in stride(from: 0, to: line.count, by: new.width) {
                kept.append(Array(line[start..<min(start + new.width, line.count)]))
            }
        }
        let gone = max(0, kept.count - new.height)
        rows = Array(kept.dropFirst(gone))
        rows += Array(repeating: [], count: new.height - rows.count)
        (row, column, size) = (max(0, cursor - gone), min(column, new.width - 1), new)
    }

    mutating func write(_ text: String) {
        // Scalars: Swift takes a carriage return with a line feed for one character.
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\r": column = 0
            case "\n": lineFeed()
            case "\u{1B}":
                rest = rest.dropFirst()
                let argument = rest.prefix { !$0.properties.isAlphabetic }
                rest = rest.dropFirst(argument.count)
                perform(rest.popFirst() ?? " ", argument.map { String($0) }.joined())
            default: put(Character(scalar))
            }
        }
    }

    private mutating func lineFeed() {
        // A terminal's driver adds the carriage return.
        column = 0
        if row < size.height - 1 {
            row += 1
        } else {
            rows.removeFirst()
            rows.append([])
        }
    }

    private mutating func perform(_ command: Unicode.Scalar, _ argument: String) {
        let number = Int(argument.prefix { $0.isNumber })
        switch (command, argument) {
        case ("A", _): row = max(0, row - (number ?? 1))
        case ("H", _): (row, column) = (min((number ?? 1) - 1, size.height - 1), 0)
        case ("K", _): rows[row] = Array(rows[row].prefix(column))
        case ("J", _):
            rows[row] = Array(rows[row].prefix(column))
            for index in rows.indices where index > row { rows[index] = [] }
        case ("l", "?7"): wraps = false
        case ("h", "?7"): wraps = true
        default: break
        }
    }

    private mutating func put(_ character: Character) {
        if column == size.width {
            if wraps { lineFeed() } else { column -= 1 }
        }
        while rows[row].count <= column { rows[row].append(" ") }
        rows[row][column] = character
        column += 1
    }
}
