import CUnixODBC
import RowSource

/// A result column as the driver describes it.
struct DescribedColumn: Hashable, Sendable {
    var name: String
    /// ODBC's type code, such as SQL_VARCHAR.
    var sqlType: Int
    /// Characters, bytes or digits, depending on the type; often absurd.
    var size: Int
    /// Digits after the point.
    var digits: Int
    var isNullable: Bool
    var isUnsigned: Bool
    /// The system's own type name; may be empty.
    var typeName: String
}
