struct KeyedRow {
    var key: RowKey
    /// The value from which the row's hash is computed.
    var identity: Int
}
