import Failures
package import Model
import Planning

extension Failure {
    /// Any error as the user sees it: message, exit status, way out.
    package init(_ error: any Error) {
        guard let error = error as? PlanningError else {
            self.init(describing: error)
            return
        }
        let status: ExitStatus =
            switch error.kind {
            case .configuration: .usage
            case .source: .source
            case .refused: .refused
            }
        self.init(status, error.description)
    }
}
