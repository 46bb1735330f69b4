/// One thing that is wrong with a configuration, and what to do about it.
///
/// Shows no value of a secret setting.
package struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
    /// The file, or the flag or environment variable that holds the value: `snowmelt.yaml`, `--threads`.
    package var origin: String
    package var position: Position?
    /// `tables[0].chunk.by`; nil where the document as a whole is meant.
    package var setting: String?
    package var message: String

    /// A place in the file; both from 1, the column in Unicode scalars.
    package struct Position: Hashable, Sendable {
        package var line: Int
        package var column: Int

        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    package init(origin: String, position: Position? = nil, setting: String? = nil, message: String) {
        self.origin = origin
        self.position = position
        self.setting = setting
        self.message = message
    }

    /// One line: `snowmelt.yaml:12:5: tables[0].tread: unknown key; did you mean "threads"?`.
    package var description: String {
        let place = position.map { ":\($0.line):\($0.column)" } ?? ""
        return ["\(origin)\(place)", setting, message].compactMap(\.self).joined(separator: ": ")
    }
}
