import CLibPQ
import Model

// Several statements in one round trip.
extension Session {
    /// Runs statements one after the other; returns the result of each.
    ///
    /// The server parses each after the previous ones have run. The first error ends all.
    ///
    /// - Parameter main: the statement named in a deadline error.
    func run(_ calls: [StatementCall], main: Statement, until deadline: Deadline) throws(PostgresError) -> [QueryResult]
    {
        let handle = try ready(for: main)
        guard PQenterPipelineMode(handle) == 1 else { throw lost(main, operation: "PQenterPipelineMode") }
        var progress = Steps(statements: calls.map(\.statement.name))
        do throws(PostgresError) {
            for call in calls { try send(call.statement, call.parameters, on: handle) }
            guard PQpipelineSync(handle) == 1 else { throw lost(main, operation: "PQpipelineSync") }
            try end(main, until: deadline, error: { progress.error }) { deadline in read(&progress, until: deadline) }
        } catch {
            // A partially sent pipeline can't be undone.
            if !progress.isSynchronized { close() }
            throw error
        }
        if let error = progress.error { throw error }
        guard progress.isSynchronized, progress.results.count == calls.count else {
            throw lost(main, operation: "PQgetResult")
        }
        return progress.results
    }

    private struct Steps {
        let statements: [String]
        var results: [QueryResult] = []
        var error: PostgresError?
        /// Whether the server has answered all statements.
        var isSynchronized = false
    }

    /// Reads until the server has answered all statements; `false` if the deadline passes first.
    private func read(_ progress: inout Steps, until deadline: Deadline) -> Bool {
        while true {
            guard awaitResult(until: deadline) else { return false }
            guard let next = PQgetResult(handle) else {
                // The end of one statement's results, or of a lost connection, from which nothing more arrives.
                guard isAlive else { return true }
                continue
            }
            switch PQresultStatus(next) {
            case PGRES_PIPELINE_SYNC:
                PQclear(next)
                progress.isSynchronized = PQexitPipelineMode(handle) == 1
                return true
            case PGRES_PIPELINE_ABORTED:
                PQclear(next)
            default:
                let name = progress.statements[min(progress.results.count, progress.statements.count - 1)]
                let result = QueryResult(taking: next, statement: name)
                progress.results.append(result)
                progress.error = progress.error ?? result.error
            }
        }
    }
}
