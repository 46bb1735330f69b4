/// One column of a batch: its values, and which of them are NULL.
package struct ColumnVector {
    package var values: ColumnValues
    package var validity: Validity

    package init(values: ColumnValues, validity: Validity) {
        self.values = values
        self.validity = validity
    }
}
