/// Which rows hold a value.
package enum Validity {
    case allValid
    /// One length per row; negative means NULL (ODBC's indicators, SQL_NULL_DATA = −1).
    case lengths(UnsafePointer<Int>)
    /// One bit per row, least significant first, 1 = valid, starting at bit `offset` (Arrow).
    case bitmap(UnsafePointer<UInt8>, offset: Int)
    case noneValid
}
