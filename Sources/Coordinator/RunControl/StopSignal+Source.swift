import Model
import RowSource

extension StopSignal {
    /// Throws `interrupted` once the user wishes to stop, or why the work mustn't go on.
    func check() throws(Failure) {
        guard isSet else { return }
        throw refusal ?? Failure(.interrupted, "interrupted")
    }

    /// Runs `body`; the statement that the source then works on is interrupted once the work is to stop.
    ///
    /// Whatever the interrupted statement throws, this throws why.
    func interrupting<Answer: Sendable>(
        _ source: any SourceConnection, _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        do {
            return try await withThrowingTaskGroup(of: Answer?.self) { group in
                group.addTask { try await body() }
                group.addTask {
                    while !Task.isCancelled {
                        // Again and again: a cancellation between two statements would miss both.
                        if self.isSet { source.cancel() }
                        do {
                            try await Task.sleep(for: .milliseconds(100))
                        } catch {
                            return nil  // `body` has ended
                        }
                    }
                    return nil
                }
                defer { group.cancelAll() }
                while let answer = try await group.next() {
                    if let answer { return answer }
                }
                throw CancellationError()
            }
        } catch let error as SourceError where error.kind == .cancelled {
            try check()
            throw error
        }
    }
}
