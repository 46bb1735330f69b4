/// One problem in a configuration, and what to do about it.
///
/// Never contains the value of a secret setting.
package struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
    /// Where the value comes from, a file, flag or environment variable: `snowmelt.yaml`, `--threads`.
    package var origin: String
    package var position: Position?
    /// The setting's path, such as `tables[0].chunk.by`; `nil` for the document as a whole.
    package var setting: String?
    package var message: String

    /// A position in the file; line and column count from 1, columns in Unicode scalars.
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

    /// The problem on one line: `snowmelt.yaml:12:5: tables[0].tread: unknown key; did you mean "threads"?`.
    package var description: String {
        let place = position.map { ":\($0.line):\($0.column)" } ?? ""
        return ["\(origin)\(place)", setting, message].compactMap(\.self).joined(separator: ": ")
    }
}
