import Model
import Publishing

/// Follows the steps in which one table is planned, for `status` and for a display.
struct SurveySteps: Sendable {
    /// `nil` if no run is planned.
    let record: StepRecord<PlanningStep>?
    let observer: (any PhaseObserver)?
    /// For people: `planning main.visits (3 of 20)`.
    let title: String

    func begin(_ step: PlanningStep) {
        record?.begin(step)
        observer?.begin(phase: "\(title): \(step.rawValue)")
    }

    func during<Answer: Sendable>(_ body: () async throws -> Answer) async throws -> Answer {
        guard let record else { return try await body() }
        return try await record.during(body)
    }
}
