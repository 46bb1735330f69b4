/// A row of TPC-H's `lineitem`, with values like those of TPC-H's generator.
struct LineItem {
    let orderKey: Int64
    let partKey: Int64
    let supplierKey: Int64
    let lineNumber: Int64
    /// The quantity in hundredths, like the following three values.
    let quantity: Int64
    let price: Int64
    let discount: Int64
    let tax: Int64
    let returnFlag: String
    let status: String
    /// The date in days from 1970-01-01, like the following two values.
    let shipped: Int32
    let committed: Int32
    let received: Int32
    let instruction: String
    let shipMode: String
    let comment: String

    private static let words = [
        "furiously", "regular", "deposits", "sleep", "quickly", "final", "packages", "among", "the", "carefully",
        "ironic", "requests", "even", "pinto", "beans", "according", "to", "special", "accounts", "bold", "theodolites",
    ]

    init(number: Int, using generator: inout SplitMix) {
        orderKey = Int64(number / 4 * 8 + number % 4)
        partKey = .random(in: 1...200_000, using: &generator)
        supplierKey = .random(in: 1...10_000, using: &generator)
        lineNumber = Int64(number % 7 + 1)
        quantity = .random(in: 1...50, using: &generator) * 100
        price = quantity / 100 * .random(in: 90_000...210_000, using: &generator)
        discount = .random(in: 0...10, using: &generator)
        tax = .random(in: 0...8, using: &generator)
        returnFlag = ["A", "N", "R"].randomElement(using: &generator) ?? "N"
        status = ["F", "O"].randomElement(using: &generator) ?? "O"
        shipped = .random(in: 8036...10_561, using: &generator)
        committed = shipped + .random(in: -60...60, using: &generator)
        received = shipped + .random(in: 1...30, using: &generator)
        instruction =
            ["DELIVER IN PERSON", "COLLECT COD", "NONE", "TAKE BACK RETURN"].randomElement(using: &generator) ?? "NONE"
        shipMode =
            ["REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB"].randomElement(using: &generator) ?? "AIR"
        let length = Int.random(in: 10...43, using: &generator)
        var text = ""
        while text.count < length { text += (Self.words.randomElement(using: &generator) ?? "") + " " }
        comment = String(text.prefix(length))
    }
}
