/// A connection, or what holds some.
package protocol Closable: Sendable {
    func close() async
}

extension Closable {
    /// Closes it when `body` has ended, well or not.
    package func closing<Answer: Sendable, Failure: Error>(
        after body: () async throws(Failure) -> Answer
    ) async throws(Failure) -> Answer {
        let answer: Answer
        do throws(Failure) {
            answer = try await body()
        } catch {
            await close()
            throw error
        }
        await close()
        return answer
    }
}
