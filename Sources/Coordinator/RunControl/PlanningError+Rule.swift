package import Failures
package import Planning

// Here, because `Planning` imports nothing about servers and their errors.
extension PlanningError: ClassifiedError {
    package var rule: FailureRule {
        switch kind {
        case .configuration: ProgramFailure.usage.rule
        case .source: ProgramFailure.source.rule
        case .refused: ProgramFailure.refused.rule
        }
    }
}
