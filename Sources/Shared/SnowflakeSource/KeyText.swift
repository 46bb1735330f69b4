import Model
import RowSource
import TextFiles

/// Reads the private key of a key pair, and explains what is wrong with it.
///
/// The drivers' own messages name neither the file nor the setting, and some arrive as failed connections.
struct KeyText {
    /// Maximum size in bytes of a key file.
    private static let limit = 1 << 20

    /// The key in PEM.
    let text: String
    /// The file that the key is in; `nil` if the setting holds the key itself.
    let path: String?

    /// - Parameter setting: the value of `source.private_key`.
    init(_ setting: Secret) throws(SourceError) {
        guard !setting.revealed.contains("-----BEGIN") else {
            (text, path) = (setting.revealed, nil)
            return
        }
        path = setting.revealed
        do {
            text = try TextFile.read(setting.revealed, limit: Self.limit)
        } catch {
            let wayOut =
                switch error.kind {
                case .missing:
                    "relative paths start at the program's working directory; every worker's host needs the file"
                case .permission: "make the user that runs Snowmelt the file's owner, with mode 0400"
                default: "name a file in PEM that holds the private key"
                }
            throw Self.error("the key file \(setting.revealed) \(error.reason)", wayOut)
        }
    }

    /// Refuses a key that no driver can use with this passphrase.
    func check(passphrase: Secret?) throws(SourceError) {
        let convert = "`openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW` converts it"
        if text.contains("Proc-Type: 4,ENCRYPTED") {
            throw Self.error("\(name) is encrypted in a form that Snowflake's drivers don't read", convert)
        }
        if !text.contains("PRIVATE KEY-----") {
            let what = text.contains("-----BEGIN PUBLIC KEY") ? "is the public key" : "isn't a private key in PEM"
            throw Self.error("\(name) \(what)", "name the file of the private key")
        }
        if text.contains("-----BEGIN ENCRYPTED PRIVATE KEY"), passphrase == nil {
            throw Self.error(
                "\(name) is encrypted, and there is no passphrase", "set source.private_key_passphrase")
        }
        if path == nil, text.contains("-----BEGIN RSA PRIVATE KEY") {
            throw Self.error("\(name) is in PKCS#1, which the drivers read only from a file", convert)
        }
    }

    /// Recognizes a driver's error about the passphrase or the key's content; `nil` for other errors.
    func explained(_ error: SourceError) -> SourceError? {
        if error.message.contains("incorrect password") {
            return Self.error(
                "the passphrase doesn't open \(name)", "correct source.private_key_passphrase")
        }
        let isAboutKey = ["private key", "asn1: ", "x509: ", "pkcs8"].contains { error.message.contains($0) }
        guard isAboutKey, error.vendorCode == nil else { return nil }
        return Self.error(
            "the driver can't read \(name): \(error.message)", "create it anew, as docs/snowflake.md shows")
    }

    private var name: String { path.map { "the key file \($0)" } ?? "the key in source.private_key" }

    private static func error(_ message: String, _ advice: String) -> SourceError {
        SourceError(.authentication, operation: "private_key", message: message, advice: advice)
    }
}
