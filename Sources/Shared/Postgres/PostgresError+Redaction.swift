extension PostgresError {
    /// The server's primary text without row values.
    ///
    /// Data errors (class 22) quote the rejected value: `invalid input syntax for type integer: "***"`. Everything from
    /// the first quote to the last is removed, in any of the quote characters of translated servers, because a value
    /// may contain quotes.
    static func redacted(message: String, state: String?) -> String {
        // 22023 is about settings and arguments: `invalid value for parameter "work_mem"`.
        // 22021 and 22P05 quote the names of encodings.
        guard let state, state.hasPrefix("22"), !["22023", "22021", "22P05"].contains(state) else { return message }
        let quotes: Set<Character> = ["\"", "«", "»", "„", "“", "”"]
        guard let first = message.firstIndex(where: quotes.contains),
            let last = message.lastIndex(where: quotes.contains), first < last
        else { return message }
        return message[..<first] + "\"***\"" + message[message.index(after: last)...]
    }
}
