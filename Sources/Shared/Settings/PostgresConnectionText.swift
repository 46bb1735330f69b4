import Text

/// A libpq connection string taken apart: `postgresql://user:password@host:port/database?key=value` or
/// `host=… password='…'`.
struct PostgresConnectionText {
    /// `host`, `port`, `user`, `password`, `dbname` and all other parameters, percent-decoded.
    ///
    /// Several hosts remain one text with commas.
    private(set) var parameters: [(key: String, value: String)] = []
    /// Parts of the text that contain a password, both as written and decoded.
    private(set) var secrets: [String] = []
    /// Whether user or password contains an `@`, `/` or `?` that should be percent-encoded.
    private(set) var hasUnencodedLogin = false

    /// `nil` if the text has neither form.
    init?(_ text: String) {
        for scheme in ["postgresql://", "postgres://"] where text.hasPrefix(scheme) {
            parseURL(text.dropFirst(scheme.count))
            return
        }
        guard parseKeywords(text) else { return nil }
    }

    func value(_ key: String) -> String? {
        parameters.last { $0.key == key }?.value
    }

    private mutating func add(_ key: some StringProtocol, _ raw: some StringProtocol, isEncoded: Bool) {
        guard !raw.isEmpty else { return }
        let value = isEncoded ? PercentCoding.decoded(raw) : String(raw)
        parameters.append((String(key), value))
        if CredentialName.isSecret(String(key)) { secrets += [String(raw), value] }
    }

    private mutating func parseURL(_ text: Substring) {
        let authorityAndPath = text.prefix { $0 != "?" }
        let query = text[authorityAndPath.endIndex...].dropFirst()
        // libpq would end the login at the first "@" or "/". Using the last "@" finds all of a password that should
        // have been encoded, so that it can be hidden; `hasUnencodedLogin` lets the caller refuse it.
        var location = authorityAndPath
        if let at = authorityAndPath.lastIndex(of: "@") {
            let login = authorityAndPath[..<at]
            location = authorityAndPath[at...].dropFirst()
            let user = login.prefix { $0 != ":" }
            hasUnencodedLogin = login.contains { $0 == "@" || $0 == "/" }
            add("user", user, isEncoded: true)
            add("password", login[user.endIndex...].dropFirst(), isEncoded: true)
        }
        let authority = location.prefix { $0 != "/" }
        add("dbname", location[authority.endIndex...].dropFirst(), isEncoded: true)
        addHosts(authority)
        hasUnencodedLogin = hasUnencodedLogin || query.prefix { $0 != "=" }.contains("@")
        for pair in query.split(separator: "&") {
            let key = pair.prefix { $0 != "=" }
            add(PercentCoding.decoded(key), pair[key.endIndex...].dropFirst(), isEncoded: true)
        }
    }

    private mutating func addHosts(_ authority: Substring) {
        var (hosts, ports): ([Substring], [Substring]) = ([], [])
        for place in authority.split(separator: ",", omittingEmptySubsequences: false) {
            // The port follows the colon after an IPv6 address in brackets, or the only colon.
            let afterAddress = place.lastIndex(of: "]") ?? place.startIndex
            guard let colon = place[afterAddress...].lastIndex(of: ":") else {
                hosts.append(place)
                continue
            }
            hosts.append(place[..<colon])
            ports.append(place[colon...].dropFirst())
        }
        add("host", hosts.joined(separator: ","), isEncoded: true)
        add("port", ports.joined(separator: ","), isEncoded: true)
    }

    /// Parses `key = value` pairs separated by white space; a value in single quotes may contain white space, and a
    /// backslash escapes the next character.
    private mutating func parseKeywords(_ text: String) -> Bool {
        var rest = text[...].drop { $0.isWhitespace }
        while !rest.isEmpty {
            guard let equals = rest.firstIndex(of: "=") else { return false }
            let key = rest[..<equals].split { $0.isWhitespace }
            guard key.count == 1, let name = key.first else { return false }
            rest = rest[equals...].dropFirst().drop { $0.isWhitespace }
            let isQuoted = rest.first == "'"
            if isQuoted { rest.removeFirst() }
            var value = ""
            var isClosed = !isQuoted
            while let character = rest.popFirst() {
                if character == "\\" {
                    if let next = rest.popFirst() { value.append(next) }
                } else if isQuoted && character == "'" {
                    isClosed = true
                    break
                } else if !isQuoted && character.isWhitespace {
                    break
                } else {
                    value.append(character)
                }
            }
            guard isClosed else { return false }
            add(name, value, isEncoded: false)
            rest = rest.drop { $0.isWhitespace }
        }
        return !parameters.isEmpty
    }
}
