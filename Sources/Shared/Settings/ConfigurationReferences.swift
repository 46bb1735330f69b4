import TextFiles

extension ConfigurationLoader {
    /// The names of the environment variables in the substitutions of the file at `path`; empty if it can't be read.
    ///
    /// The file is searched as a text, so this also works if it is no valid configuration.
    package static func referencedVariables(path: String) -> Set<String> {
        do {
            return referencedVariables(in: try TextFile.read(path, limit: limit))
        } catch {
            return []  // `load` says why the file can't be read
        }
    }

    static func referencedVariables(in text: String) -> Set<String> {
        var names: Set<String> = []
        var rest = Substring(text)
        while let dollar = rest.firstIndex(of: "$") {
            rest = rest[dollar...].dropFirst()
            guard rest.first == "{" else { continue }
            names.insert(String(rest.dropFirst().prefix(while: Substitution.mayName)))
        }
        return names
    }
}
