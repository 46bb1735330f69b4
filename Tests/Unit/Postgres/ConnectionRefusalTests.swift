import Testing

@testable import Postgres

@Suite("Refused connections")
struct ConnectionRefusalTests {
    @Test("the SQLSTATE is extracted from the server's message")
    func state() {
        let refusal = ConnectionRefusal(
            verbose: """
                connection to server at "127.0.0.1", port 5432 failed: FATAL:  28P01: password authentication failed
                LOCATION:  auth_failed, auth.c:326

                """)
        #expect(refusal.sqlState == "28P01")
        #expect(
            refusal.message
                == #"connection to server at "127.0.0.1", port 5432 failed: FATAL: password authentication failed"#)
    }

    @Test("with several hosts, the last SQLSTATE counts, and hints are separated")
    func severalHosts() {
        let refusal = ConnectionRefusal(
            verbose: """
                connection to server at "a" failed: Connection refused
                \tIs the server running on that host and accepting TCP/IP connections?
                connection to server at "b" failed: FATAL:  57P03: the database system is starting up
                HINT:  Wait.
                """)
        #expect(refusal.sqlState == "57P03")
        #expect(refusal.hint == "Wait.")
        #expect(refusal.message.hasPrefix(#"connection to server at "a" failed: Connection refused; Is the"#))
    }

    @Test("without a server there is no SQLSTATE")
    func noServer() {
        let refusal = ConnectionRefusal(verbose: #"could not translate host name "nowhere" to address: unknown"#)
        #expect(refusal.sqlState == nil)
        #expect(refusal.message == #"could not translate host name "nowhere" to address: unknown"#)
    }

    @Test(
        "a TLS problem is distinguished from a broken connection",
        arguments: [
            ("SSL error: certificate verify failed", true),
            (#"server certificate for "a" does not match host name "b""#, true),
            ("server does not support SSL, but SSL was required", true),
            (#"root certificate file "/none" does not exist"#, true),
            ("SSL error: tlsv1 alert unknown ca", true),
            ("SSL SYSCALL error: EOF detected", false),
            ("SSL error: unexpected eof while reading", false),
            ("server closed the connection unexpectedly", false),
        ])
    func trust(text: String, isAboutTrust: Bool) {
        #expect(ConnectionRefusal(verbose: text).isAboutTrust == isAboutTrust)
    }
}
