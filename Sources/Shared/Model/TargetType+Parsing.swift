extension TargetType {
    /// The spellings that `init(parsing:)` understands, for messages.
    package static let knownSpellings = """
        boolean, smallint, integer, bigint, real, double precision, numeric, numeric(p,s), text, varchar, varchar(n), \
        char(n), bytea, date, time, timestamp, timestamptz, uuid, json, jsonb, interval, citext, xml
        """

    /// Parses a type as a user writes it, in any of PostgreSQL's spellings: `int4`, `decimal(10,2)`, `char
    /// varying(20)`.
    ///
    /// Letter case and white space don't matter. `nil` if Snowmelt can't create the type as written: unknown types,
    /// arrays, times with a zone, and times with fewer than six digits.
    package init?(parsing text: String) {
        self.init(TypeSpelling(text), acceptsShortTimes: false)
    }

    /// Parses a column's type as `format_type` prints it: `character varying(20)`, `timestamp(3) without time zone`.
    ///
    /// Times with fewer than six digits are written the same way, and the server rounds them. `nil` if Snowmelt doesn't
    /// know the type's name; the caller resolves enums and domains.
    package init?(formatType text: String) {
        self.init(TypeSpelling(text), acceptsShortTimes: true)
    }

    private init?(_ spelling: TypeSpelling?, acceptsShortTimes: Bool) {
        guard let spelling else { return nil }
        let arguments = spelling.arguments
        if arguments.isEmpty, let plain = Self.plain[spelling.name] {
            self = plain
            return
        }
        switch spelling.name {
        case "numeric", "decimal", "dec":
            guard let precision = arguments.first, 1...1000 ~= precision, arguments.count <= 2 else { return nil }
            let scale = arguments.count == 2 ? arguments[1] : 0
            guard -1000...1000 ~= scale else { return nil }
            self = .numeric(precision: precision, scale: scale)
        case "varchar", "character varying", "char varying":
            guard let length = spelling.length else { return nil }
            self = .varchar(length: length)
        case "char", "character", "bpchar":
            guard let length = spelling.length else { return nil }
            self = .char(length: length)
        case "float":
            guard arguments.count == 1, 1...53 ~= arguments[0] else { return nil }
            self = arguments[0] <= 24 ? .real : .doublePrecision
        case "time", "time without time zone", "timestamp", "timestamp without time zone", "timestamptz",
            "timestamp with time zone", "interval":
            guard arguments.count == 1, acceptsShortTimes ? 0...6 ~= arguments[0] : arguments[0] == 6,
                let plain = Self.plain[spelling.name]
            else { return nil }
            self = plain
        default:
            return nil
        }
    }

    private static let plain: [String: TargetType] = [
        "boolean": .boolean, "bool": .boolean,
        "smallint": .smallint, "int2": .smallint,
        "integer": .integer, "int": .integer, "int4": .integer,
        "bigint": .bigint, "int8": .bigint,
        "real": .real, "float4": .real,
        "double precision": .doublePrecision, "float8": .doublePrecision, "float": .doublePrecision,
        "numeric": .numeric(precision: nil, scale: 0), "decimal": .numeric(precision: nil, scale: 0),
        "dec": .numeric(precision: nil, scale: 0),
        "text": .text,
        "varchar": .varchar(length: nil), "character varying": .varchar(length: nil),
        "char varying": .varchar(length: nil),
        "char": .char(length: 1), "character": .char(length: 1), "bpchar": .textual(name: "bpchar"),
        "bytea": .bytea,
        "date": .date,
        "time": .time, "time without time zone": .time,
        "timestamp": .timestamp, "timestamp without time zone": .timestamp,
        "timestamptz": .timestamptz, "timestamp with time zone": .timestamptz,
        "uuid": .uuid,
        "json": .json, "jsonb": .jsonb,
        "interval": .interval,
        "citext": .textual(name: "citext"), "xml": .textual(name: "xml"),
    ]
}

/// The parts of a type's text: `timestamp(3) without time zone` -> name `timestamp without time zone`, arguments [3].
private struct TypeSpelling {
    var name: String
    var arguments: [Int]

    /// The length; `nil` unless it is the only argument and the server accepts it.
    var length: Int? {
        guard arguments.count == 1, 1...10_485_760 ~= arguments[0] else { return nil }
        return arguments[0]
    }

    init?(_ text: String) {
        let pieces = text.lowercased().split(separator: "(", omittingEmptySubsequences: false)
        guard pieces.count <= 2 else { return nil }
        var words = Self.words(pieces[0])
        arguments = []
        if pieces.count == 2 {
            let rest = pieces[1].split(separator: ")", omittingEmptySubsequences: false)
            guard rest.count == 2 else { return nil }
            for argument in rest[0].split(separator: ",", omittingEmptySubsequences: false) {
                let digits = Self.words(argument)
                guard digits.count == 1, let value = Int(digits[0]) else { return nil }
                arguments.append(value)
            }
            words += Self.words(rest[1])
        }
        name = words.joined(separator: " ")
    }

    private static func words(_ text: Substring) -> [Substring] {
        text.split(whereSeparator: \.isWhitespace)
    }
}
