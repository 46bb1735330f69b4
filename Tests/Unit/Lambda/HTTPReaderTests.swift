import Testing

@testable import Lambda

@Suite("Reading HTTP answers")
struct HTTPReaderTests {
    private static let sized = "HTTP/1.1 200 OK\r\nLambda-Runtime-Deadline-Ms:  17 \r\nContent-Length: 4\r\n\r\n{é}"
    private static let chunked =
        "HTTP/1.1 200 OK\r\ntransfer-encoding: CHUNKED\r\n\r\n4;x=1\r\n\r\n0\r\r\nA\r\n0123456789\r\n0\r\nT: 1\r\n\r\n"

    @Test(
        "an answer is read completely wherever it is cut: with a length, in chunks that look like ends, or neither",
        arguments: [
            (sized, "{é}"), (chunked, "\r\n0\r0123456789"), ("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", ""),
            ("HTTP/1.0 500\r\n\r\nall of it", "all of it"),
        ])
    func cut(text: String, body: String) throws {
        let bytes = Array(text.utf8)
        for size in 1...bytes.count {
            var reader = HTTPReader()
            for start in stride(from: 0, to: bytes.count, by: size) {
                #expect(reader.answer == nil)
                try reader.read(Array(bytes[start...].prefix(size)))
            }
            if reader.answer == nil { try reader.read([]) }
            #expect(String(decoding: try #require(reader.answer).body, as: UTF8.self) == body)
        }
    }

    @Test("fields are found in any letter case, and their values are trimmed")
    func fields() throws {
        var reader = HTTPReader()
        try reader.read(Array(Self.sized.utf8))
        let answer = try #require(reader.answer)
        #expect(answer.status == 200)
        #expect(answer.fields["lambda-runtime-deadline-ms"] == "17")
    }

    @Test(
        "an answer that ends early or isn't HTTP is refused",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfour",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 OK\r\n\r\n", "SSH-2.0-x\r\n",
            "HTTP/1.1 200 OK\r\nno field\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        ])
    func broken(text: String) {
        #expect(throws: RuntimeAPIError.self) {
            var reader = HTTPReader()
            try reader.read(Array(text.utf8))
            try reader.read([])
        }
    }

    @Test(
        "an answer larger than any event, or with an endless head, is refused before it is stored",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n7fffffffffffffff\r\n",
            String(repeating: "H", count: 1 << 17),
            "HTTP/1.1 200 OK\r\n" + String(repeating: "Field: value\r\n", count: 10_000),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + String(repeating: "T: 1\r\n", count: 20_000),
            "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "b", count: (16 << 20) + 1),
        ])
    func unbounded(text: String) throws {
        #expect(throws: RuntimeAPIError.self) {
            var reader = HTTPReader()
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: 1 << 16) {
                try reader.read(Array(bytes[start...].prefix(1 << 16)))
            }
        }
    }

    @Test("an invocation's remaining time is the wall clock's time until its deadline")
    func deadline() throws {
        let now = ContinuousClock.now
        var response = HTTPResponse(status: 200, body: Array("{}".utf8))
        response.fields = ["lambda-runtime-aws-request-id": "a", "lambda-runtime-deadline-ms": "4500"]
        let invocation = try LambdaInvocation(response, now: (now, 1000))
        #expect(invocation.id == "a")
        #expect(invocation.end == now + .milliseconds(3500))
        #expect(try LambdaInvocation(response, now: (now, 5000)).end == now - .milliseconds(500))
        for missing in response.fields.keys {
            var lacking = response
            lacking.fields[missing] = nil
            #expect(throws: RuntimeAPIError.self) { try LambdaInvocation(lacking, now: (now, 1000)) }
        }
    }
}
