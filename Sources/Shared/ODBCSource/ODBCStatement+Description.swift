import CUnixODBC
import RowSource

extension ODBCStatement {
    /// The columns of a prepared or executed statement.
    func describeColumns() throws(SourceError) -> [DescribedColumn] {
        var columns: [DescribedColumn] = []
        let count = try columnCount()
        while columns.count < count {
            columns.append(try describe(SQLUSMALLINT(columns.count + 1)))
        }
        return columns
    }

    /// Refuses columns whose values the driver would convert, and so could change without an error: a column planned as
    /// a number that is now a text or has a fraction.
    func expectTypes(_ plan: ReadPlan) throws(SourceError) {
        for (index, column) in plan.columns.enumerated() where column.reading.fixedWidth != nil {
            let described = try describe(SQLUSMALLINT(index + 1))
            guard !column.reading.takes(described) else { continue }
            throw SourceError(
                .changed, operation: "SQLDescribeCol",
                message:
                    "column \(column.name) has type \(described.typeName) now, which isn't the type that was planned; "
                    + "`snowmelt cancel RUN`, then `snowmelt run` plans anew")
        }
    }

    private func describe(_ number: SQLUSMALLINT) throws(SourceError) -> DescribedColumn {
        var nameLength: SQLSMALLINT = 0
        var type: SQLSMALLINT = 0
        var size: SQLULEN = 0
        var digits: SQLSMALLINT = 0
        var nullable: SQLSMALLINT = 0
        let name: String
        switch session.callText {
        case .narrow:
            var text = [SQLCHAR](repeating: 0, count: 1024)
            try check(
                SQLDescribeCol(handle, number, &text, 1024, &nameLength, &type, &size, &digits, &nullable),
                "SQLDescribeCol")
            name = String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
        case .wide:
            var text = [SQLWCHAR](repeating: 0, count: 1024)
            try check(
                SQLDescribeColW(handle, number, &text, 1024, &nameLength, &type, &size, &digits, &nullable),
                "SQLDescribeCol")
            name = String(decoding: text.prefix { $0 != 0 }, as: UTF16.self)
        }
        return DescribedColumn(
            name: name, sqlType: Int(type), size: Int(clamping: size), digits: Int(digits),
            isNullable: nullable != SQLSMALLINT(SQL_NO_NULLS),
            isUnsigned: numberAttribute(SQL_DESC_UNSIGNED, of: number) == Int(SQL_TRUE), typeName: typeName(of: number))
    }

    /// `nil` if the driver doesn't say.
    private func numberAttribute(_ attribute: Int32, of column: SQLUSMALLINT) -> Int? {
        var value: SQLLEN = 0
        let result = SQLColAttribute(handle, column, SQLUSMALLINT(attribute), nil, 0, nil, &value)
        return succeeded(result) ? value : nil
    }

    private func typeName(of column: SQLUSMALLINT) -> String {
        var length: SQLSMALLINT = 0
        switch session.callText {
        case .narrow:
            var text = [SQLCHAR](repeating: 0, count: 512)
            let result = SQLColAttribute(handle, column, SQLUSMALLINT(SQL_DESC_TYPE_NAME), &text, 512, &length, nil)
            return succeeded(result) ? String(decoding: text.prefix { $0 != 0 }, as: UTF8.self) : ""
        case .wide:
            var text = [SQLWCHAR](repeating: 0, count: 512)
            let result = SQLColAttributeW(handle, column, SQLUSMALLINT(SQL_DESC_TYPE_NAME), &text, 1024, &length, nil)
            return succeeded(result) ? String(decoding: text.prefix { $0 != 0 }, as: UTF16.self) : ""
        }
    }
}
