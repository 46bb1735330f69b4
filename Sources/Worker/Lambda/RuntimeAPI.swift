// FoundationEssentials: JSON.
import FoundationEssentials
import Model

/// The Runtime API of AWS Lambda, as a custom runtime calls it: it hands out invocations and takes their answers.
package struct RuntimeAPI: Sendable {
    /// The environment variable that says where it is, as `host:port`.
    package static let variable = "AWS_LAMBDA_RUNTIME_API"

    private static let version = "/2018-06-01"

    private let client: HTTPClient

    package init(endpoint: String) throws(RuntimeAPIError) {
        client = try HTTPClient(endpoint: endpoint)
    }

    /// Waits for the next invocation, as long as it takes; the sandbox is frozen meanwhile.
    package func next() async throws -> LambdaInvocation {
        let path = "/runtime/invocation/next"
        let response = try await client.answer(to: HTTPRequest(method: "GET", path: Self.version + path))
        guard response.status == 200 else {
            throw RuntimeAPIError("GET \(path)", "status \(response.status)")
        }
        return try LambdaInvocation(response)
    }

    package func respond(to invocation: LambdaInvocation, _ answer: WorkAnswer) async throws {
        try await post("/runtime/invocation/\(invocation.id)/response", answer)
    }

    package func fail(_ invocation: LambdaInvocation, _ error: ErrorDocument) async throws {
        try await post(
            "/runtime/invocation/\(invocation.id)/error", error, ["Lambda-Runtime-Function-Error-Type": error.errorType]
        )
    }

    /// Says that this process can't take any invocation; it should end then.
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
