// FoundationEssentials: JSON.
import FoundationEssentials
import Model

/// The Runtime API of AWS Lambda for custom runtimes: it hands out invocations and takes their answers.
package struct RuntimeAPI: Sendable {
    /// The environment variable with the API's address as `host:port`.
    package static let variable = "AWS_LAMBDA_RUNTIME_API"

    private static let version = "/2018-06-01"

    private let client: HTTPClient

    package init(endpoint: String) throws(RuntimeAPIError) {
        client = try HTTPClient(endpoint: endpoint)
    }

    /// Waits for the next invocation without a time limit; the sandbox may be frozen meanwhile.
    package func next() async throws -> LambdaInvocation {
        let path = "/runtime/invocation/next"
        let response = try await client.answer(to: HTTPRequest(method: "GET", path: Self.version + path))
        guard response.status == 200 else {
            throw RuntimeAPIError("GET \(path)", "status \(response.status)")
        }
        return try LambdaInvocation(response)
    }

    /// Answers an invocation.
    package func respond(to invocation: LambdaInvocation, _ answer: WorkAnswer) async throws {
        try await post("/runtime/invocation/\(invocation.id)/response", answer)
    }

    /// Answers an invocation with an error.
    package func fail(_ invocation: LambdaInvocation, _ error: ErrorDocument) async throws {
        try await post(
            "/runtime/invocation/\(invocation.id)/error", error, ["Lambda-Runtime-Function-Error-Type": error.errorType]
        )
    }

    /// Reports that this process can't take any invocation; afterwards the process should end.
    package func failInitialization(_ error: ErrorDocument) async throws {
        try await post("/runtime/init/error", error, ["Lambda-Runtime-Function-Error-Type": error.errorType])
    }

    private func post(_ path: String, _ document: some Encodable, _ fields: [String: String] = [:]) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = Array(try encoder.encode(document))
        let request = HTTPRequest(
            method: "POST", path: Self.version + path,
            fields: fields.merging(["Content-Type": "application/json"]) { given, _ in given }, body: body)
        let response = try await client.answer(to: request)
        guard (200..<300).contains(response.status) else {
            throw RuntimeAPIError("POST \(path)", "status \(response.status)")
        }
    }
}
