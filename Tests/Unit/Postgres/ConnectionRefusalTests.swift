import Testing

@testable import Postgres

@Suite("Refused connections")
struct ConnectionRefusalTests {
    @Test("the server's state is taken out of its text")
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

    @Test("of several hosts the last state counts, and hints are kept apart")
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

    @Test("without a server there is no state")
    func noServer() {
        let refusal = ConnectionRefusal(verbose: #"could not translate host name "nowhere" to address: unknown"#)
        #expect(refusal.sqlState == nil)
        #expect(refusal.message == #"could not translate host name "nowhere" to address: unknown"#)
    }
}
