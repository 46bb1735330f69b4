struct KeyedRow {
    var key: RowKey
    /// What the hash of the row is made of.
    var identity: Int
}
