extension PostgresError {
    /// The server's primary text without row values.
    ///
    /// Data errors (class 22) quote the rejected value: `invalid input syntax for type integer: "…"`. Everything from
    /// the first quote to the last is removed, in any of the quote characters of translated servers, because a value
    /// may contain quotes.
    static func redacted(message: String, state: String?) -> String {
        // 22023 is about settings and arguments: `invalid value for parameter "work_mem"`.
        guard let state, state.hasPrefix("22"), state != "22023" else { return message }
        let quotes: Set<Character> = ["\"", "«", "»", "„", "“", "”"]
        guard let first = message.firstIndex(where: quotes.contains),
            let last = message.lastIndex(where: quotes.contains), first < last
        else { return message }
        return message[..<first] + "\"…\"" + message[message.index(after: last)...]
    }
}
