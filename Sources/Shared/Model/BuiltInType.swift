/// The PostgreSQL types that Snowmelt only passes on, in binary form, from one server to another.
///
/// They have the same object ids on all servers, and their binary forms refer to no object of a particular server.
package enum BuiltInType {
    /// Object ids by type name, as `format_type` prints it without a length.
    package static let ids: [String: UInt32] = [
        "time with time zone": 1266, "bit": 1560, "bit varying": 1562, "inet": 869, "cidr": 650, "macaddr": 829,
        "macaddr8": 774, "pg_lsn": 3220, "tsvector": 3614, "tsquery": 3615, "jsonpath": 4072,
        "point": 600, "lseg": 601, "path": 602, "box": 603, "polygon": 604, "line": 628, "circle": 718,
        "int4range": 3904, "int8range": 3926, "numrange": 3906, "tsrange": 3908, "tstzrange": 3910, "daterange": 3912,
        "int4multirange": 4451, "int8multirange": 4536, "nummultirange": 4532, "tsmultirange": 4533,
        "tstzmultirange": 4534, "datemultirange": 4535,
        "boolean[]": 1000, "smallint[]": 1005, "integer[]": 1007, "bigint[]": 1016, "real[]": 1021,
        "double precision[]": 1022, "numeric[]": 1231, "text[]": 1009, "character varying[]": 1015, "bytea[]": 1001,
        "date[]": 1182, "time without time zone[]": 1183, "time with time zone[]": 1270,
        "timestamp without time zone[]": 1115, "timestamp with time zone[]": 1185, "interval[]": 1187, "uuid[]": 2951,
        "json[]": 199, "jsonb[]": 3807, "bit varying[]": 1563, "inet[]": 1041, "cidr[]": 651, "macaddr[]": 1040,
        "int4range[]": 3905, "int8range[]": 3927, "numrange[]": 3907, "tsrange[]": 3909, "tstzrange[]": 3911,
        "daterange[]": 3913,
    ]

    /// The object id of a type, with or without a length; `nil` for a type that isn't passed on.
    package static func id(of name: String) -> UInt32? {
        ids[withoutLength(name)]
    }

    /// Removes the length: `bit varying(8)[]` becomes `bit varying[]`.
    package static func withoutLength(_ name: String) -> String {
        guard let open = name.firstIndex(of: "("), let close = name.lastIndex(of: ")"), open < close else {
            return name
        }
        return String(name[..<open] + name[name.index(after: close)...])
    }
}
