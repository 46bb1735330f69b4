/// Collects the problems of one configuration, so that all are reported at once.
final class ProblemLog {
    private(set) var problems: [ConfigurationProblem] = []

    func add(_ problem: ConfigurationProblem) {
        problems.append(problem)
    }

    func throwIfAny() throws(ConfigurationError) {
        guard !problems.isEmpty else { return }
        throw ConfigurationError(
            problems.sorted {
                ($0.position?.line ?? 0, $0.position?.column ?? 0) < ($1.position?.line ?? 0, $1.position?.column ?? 0)
            })
    }
}
