import RowSource

extension Refusal {
    /// The kind of value found, never the value itself.
    ///
    /// `a number with a fraction`
    package var found: String {
        switch self {
        case .unsupported(let kind): kind.rawValue
        case .emptyText: "an empty text"
        case .notBoolean: "a value that is neither true nor false"
        case .notNumber: "a value that isn't a number"
        case .notDate: "a value that isn't a date"
        case .notTime: "a value that isn't a time of day"
        case .notTimestamp: "a value that isn't a timestamp"
        case .notUUID: "a value that isn't a uuid"
        case .notInterval: "a value that isn't an interval"
        case .fraction: "a number with a fraction"
        case .outOfRange: "a value out of range"
        case .inexact: "a number that the target can't hold exactly"
        case .tooManyFractionDigits: "a number with more digits after the point than the target keeps"
        case .notFinite: "NaN or infinity"
        case .noSuchDay: "a date that isn't in the calendar"
        case .yearZero: "a date in the year 0"
        case .noSuchTime: "a time of day that doesn't exist"
        case .leapSecond: "a leap second"
        case .timeOfDay: "a date with a time of day"
        case .finerThanMicrosecond: "a fraction finer than a microsecond"
        case .zoned: "a time with a zone other than UTC"
        case .intervalFraction: "an interval with a fraction of a unit larger than a second"
        case .nulCharacter: "a text that contains U+0000"
        case .invalidUTF8: "a text that isn't valid UTF-8"
        case .tooLong: "a text longer than the target allows"
        case .tooLarge: "a value of 1 GB or more"
        case .beyondMaximum: "a value longer than max_value_bytes"
        case .uuidLength: "a binary value that isn't 16 bytes long"
        case .columnMissing: "a batch with a different number of columns"
        case .tooManyColumns: "a column beyond the 1600 that a PostgreSQL table can have"
        }
    }

    /// What the user can do about it.
    package var wayOut: String {
        switch self {
        case .unsupported, .notBoolean, .notNumber, .notDate, .notTime, .notTimestamp, .notUUID, .notInterval,
            .uuidLength:
            "convert it in a source `query`, or make the target column text"
        case .emptyText: "convert it to NULL with NULLIF in a source `query`, or make the target column text"
        case .fraction: "make the target column numeric, or round it in a source `query`"
        case .outOfRange: "choose a wider type for the target column"
        case .inexact: "make the target column double precision or numeric"
        case .tooManyFractionDigits: "make the target column numeric without limits, or round it in a source `query`"
        case .notFinite: "make the target column double precision or numeric without limits"
        case .noSuchDay, .yearZero, .noSuchTime, .leapSecond:
            "correct it at the source, leave the row out with `where`, or make the target column text"
        case .timeOfDay: "make the target column timestamp, or cast it to a date in a source `query`"
        case .finerThanMicrosecond: "round it to microseconds in a source `query`, or make the target column text"
        case .zoned: "make the target column timestamptz, or convert it to UTC in a source `query`"
        case .intervalFraction: "write it in whole units in a source `query`"
        case .nulCharacter: "replace U+0000 in a source `query`, or make the target column bytea"
        case .invalidUTF8: "correct the encoding in a source `query`, or make the target column bytea"
        case .tooLong: "make the target column longer, or text"
        case .tooLarge: "split it in a source `query`, or leave the row out with `where`"
        case .beyondMaximum: MaximumLength.wayOut
        case .columnMissing: "the source's table has changed: cancel the run, and plan again"
        case .tooManyColumns: "split the table with two source `query` entries"
        }
    }
}
