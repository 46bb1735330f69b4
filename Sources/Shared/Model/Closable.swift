/// A connection, or an object that holds connections.
package protocol Closable: Sendable {
    func close() async
}

extension Closable {
    /// Runs `body`, then closes this object, whether `body` succeeded or not.
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
