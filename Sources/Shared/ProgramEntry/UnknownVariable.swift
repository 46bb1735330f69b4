import FaultPoints
import Settings
import Text

/// An environment variable that is named like Snowmelt's and that neither program reads: probably a misspelled one.
package struct UnknownVariable: Hashable, Sendable {
    package var name: String
    /// The most similar variable that exists; `nil` if none is close.
    package var nearest: String?

    package init(name: String, nearest: String?) {
        self.name = name
        self.nearest = nearest
    }

    /// The flags of both programs, in alphabetical order, except those of settings.
    package static let flags = [
        "chunk", "columns", "config", "count", "deadline", "discover", "dry-run", "failed", "force", "level",
        "leftovers", "log-format", "log-level", "name", "no-color", "output", "progress", "run", "state", "table",
        "until-idle", "watch", "workers", "yes",
    ]

    private static let known = Set(
        flags.map(FlagValues.variable) + Setting.overridable.map(\.environmentVariable) + FaultPoint.variables + [
            "SNOWMELT_CONFIG_FOLDER"
        ])

    /// The unknown variables of an environment, sorted by name.
    ///
    /// - Parameter references: variables that the config reads by substitution, whatever their names.
    package static func all(in environment: [String: String], besides references: Set<String>) -> [UnknownVariable] {
        environment.keys.filter { $0.hasPrefix("SNOWMELT_") && !known.contains($0) && !references.contains($0) }
            .sorted().map { name in
                UnknownVariable(
                    name: name, nearest: NearestName.candidates(for: name, among: known.sorted()).first)
            }
    }

    /// The warning for the user.
    package var warning: String {
        "\(name) is ignored: neither a flag nor the config reads a variable of this name"
            + (nearest.map { "; did you mean \($0)?" } ?? "")
    }
}
