extension PostgresError {
    /// The server's primary text without row values.
    ///
    /// Data errors (class 22) quote the value that they refuse: `invalid input syntax for type integer: "…"`. All from
    /// the first quote to the last goes, in any of the quotes that translated servers use, since a value can hold
    /// quotes itself.
    static func redacted(message: String, state: String?) -> String {
        // 22023 speaks of settings and arguments: `invalid value for parameter "work_mem"`.
        guard let state, state.hasPrefix("22"), state != "22023" else { return message }
        let quotes: Set<Character> = ["\"", "«", "»", "„", "“", "”"]
        guard let first = message.firstIndex(where: quotes.contains),
            let last = message.lastIndex(where: quotes.contains), first < last
        else { return message }
        return message[..<first] + "\"…\"" + message[message.index(after: last)...]
    }
}
