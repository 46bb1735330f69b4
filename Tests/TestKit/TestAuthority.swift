// Foundation: reading the files that openssl writes.
import Foundation

/// A certificate authority for one test.
package struct TestAuthority: Sendable {
    /// A server's certificate and its key, in PEM format.
    package struct Certificate: Sendable {
        package let certificate: String
        package let key: String
    }

    /// The authority's own certificate: `sslrootcert=` of a connection string.
    package let certificatePath: String
    private let folder: TestFolder

    package init() throws {
        folder = try TestFolder()
        certificatePath = "\(folder.path)/ca.crt"
        try openssl(
            "req", "-x509", "-subj", "/CN=test authority", "-days", "2", "-keyout", "ca.key", "-out", "ca.crt",
            "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    }

    /// Issues a certificate for a server with the host name `host`.
    package func issue(host: String) throws -> Certificate {
        try folder.write("names", "subjectAltName = DNS:\(host)\n")
        try openssl(
            "req", "-subj", "/CN=\(host)", "-keyout", "server.key", "-out", "server.csr", "-newkey", "ec",
            "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        try openssl(
            "x509", "-req", "-in", "server.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
            "-days", "2", "-extfile", "names", "-out", "server.crt")
        return Certificate(certificate: try text("server.crt"), key: try text("server.key"))
    }

    private func openssl(_ arguments: String...) throws {
        _ = try Command.output(
            of: ["/bin/sh", "-c", #"cd "$0" && exec openssl "$@""#, folder.path] + arguments)
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)")), as: UTF8.self)
    }
}
