/// A connection, or an object that holds connections.
package protocol Closable: Sendable {
    func close() async
}

extension Closable {
    /// Runs `body`, then closes this object, whether `body` succeeded or not.
    package func closing<Answer: Sendable, Failure: Error>(
        after body: () async throws(Failure) -> Answer
    ) async throws(Failure) -> Answer {
        let answer = try await closingOnError(of: body)
        await close()
        return answer
    }

    /// Closes it if `body` fails; otherwise it stays open.
    package func closingOnError<Answer: Sendable, Failure: Error>(
        of body: () async throws(Failure) -> Answer
    ) async throws(Failure) -> Answer {
        do throws(Failure) {
            return try await body()
        } catch {
            await close()
            throw error
        }
    }
}
