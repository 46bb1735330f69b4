import Failures
import Model
import Postgres
import WorkQueue

extension Coordinator {
    /// The error of a verb as the user sees it: if a server refused something for lack of a privilege, with the
    /// statements that grant all that is missing in Snowmelt's own schemas.
    ///
    /// - Parameter onlyReads: whether the verb changes nothing.
    package func explained(_ error: any Error, onlyReads: Bool) async -> any Error {
        guard let error = error as? PostgresError, error.sqlState == "42501" else { return error }
        let failure = Failure(describing: error)
        let needs = [
            (controlOptions, RequiredPrivileges.coordinatorInControl(changes: !onlyReads)),
            (targetOptions, RequiredPrivileges.coordinatorInTarget(changes: !onlyReads)),
        ]
        var advice: [String] = []
        for (options, needed) in needs {
            do {
                let connection = try await PostgresConnection.connect(options)
                advice += [
                    try await connection.closing { () async throws -> String? in
                        try await needed.advice(on: connection)
                    }
                ].compactMap(\.self)
            } catch {
                return failure  // the first error says more
            }
        }
        return advice.isEmpty ? failure : Failure(.target, failure.message, hint: advice.joined(separator: "\n"))
    }
}
