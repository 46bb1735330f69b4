import Model
import RowSource

extension StopSignal {
    /// Throws `interrupted` if the user wants to stop, or the reason why the work must not continue.
    func check() throws(Failure) {
        guard isSet else { return }
        throw refusal ?? Failure(.interrupted, "interrupted")
    }

    /// Runs `body`; on a stop, the source's running statement is interrupted.
    ///
    /// Throws the reason of the stop, whatever error the interrupted statement throws.
    func interrupting<Answer: Sendable>(
        _ source: any SourceConnection, _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        do {
            return try await withThrowingTaskGroup(of: Answer?.self) { group in
                group.addTask { try await body() }
                group.addTask {
                    while !Task.isCancelled {
                        // Repeated, because a cancellation between two statements would affect neither.
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
