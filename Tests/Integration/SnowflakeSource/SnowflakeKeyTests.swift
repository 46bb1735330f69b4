// Foundation: file attributes.
import Foundation
import TestKit
import Testing

@Suite(
    "Key files for Snowflake",
    .enabled(if: EmulatedVisits.obstacle == nil, "\(EmulatedVisits.obstacle ?? "")"))
struct SnowflakeKeyTests {
    /// A key pair made by openssl, with a plain or an encrypted private key.
    private static func keys(in folder: TestFolder, passphrase: String?) async throws -> (secret: String, open: String)
    {
        let (plain, secret, open) = ("\(folder.path)/plain.pem", "\(folder.path)/key.p8", "\(folder.path)/key.pub")
        let lock = passphrase.map { ["-v2", "aes-256-cbc", "-passout", "pass:\($0)"] } ?? ["-nocrypt"]
        for arguments in [
            ["genrsa", "-out", plain, "2048"], ["rsa", "-in", plain, "-pubout", "-out", open],
            ["pkcs8", "-topk8", "-in", plain, "-out", secret] + lock,
        ] {
            let ending = try await Program.run("openssl", arguments)
            guard ending.code == 0 else { throw TestKitError(ending.standardError) }
        }
        return (secret, open)
    }

    @Test("logins with a key pair from a file or inline, plain or encrypted", arguments: [nil, "open-sesame"])
    func keyPairs(passphrase: String?) async throws {
        let folder = try TestFolder()
        let keys = try await Self.keys(in: folder, passphrase: passphrase)
        let extra = passphrase.map { "\n  private_key_passphrase: \($0)" } ?? ""
        for key in [keys.secret, "${file:\(keys.secret)}"] {
            let ending = try await EmulatedLogins.check(
                "  private_key: \(key)\(extra)", options: ["--public-key", keys.open])
            #expect(ending.code == 0, "\(ending.standardOutput)")
        }
    }

    /// What is wrong with a key, how the message says so, and its hint.
    enum Wrong: String, CaseIterable, Sendable {
        case noPassphrase, otherPassphrase, missing, folder, publicKey, noKey, oldEncryption

        var words: (message: String, hint: String) {
            switch self {
            case .noPassphrase: ("is encrypted, and there is no passphrase", "source.private_key_passphrase")
            case .otherPassphrase: ("the passphrase doesn't open", "source.private_key_passphrase")
            case .missing: ("doesn't exist", "relative paths")
            case .folder: ("is a directory", "private key")
            case .publicKey: ("is the public key", "private key")
            case .noKey: ("isn't a private key in PEM", "private key")
            case .oldEncryption: ("in a form that Snowflake's drivers don't read", "openssl pkcs8")
            }
        }
    }

    @Test("each thing that may be wrong with a key file has its own message, with the path", arguments: Wrong.allCases)
    func wrong(_ wrong: Wrong) async throws {
        let folder = try TestFolder()
        let keys = try await Self.keys(in: folder, passphrase: "open-sesame")
        var (path, extra) = (keys.secret, "")
        switch wrong {
        case .noPassphrase: break
        case .otherPassphrase: extra = "\n  private_key_passphrase: canary-pass"
        case .missing: path = "\(folder.path)/no-such-key.p8"
        case .folder: path = folder.path
        case .publicKey: path = keys.open
        case .noKey: path = try folder.write("key.txt", "not a key")
        case .oldEncryption:
            path = try folder.write(
                "old.pem",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----")
        }
        let ending = try await EmulatedLogins.check("  private_key: \(path)\(extra)", options: [])
        let text = ending.standardOutput
        #expect(ending.code == 3, "\(text)")
        #expect(text.contains(path) && text.contains(wrong.words.message), "\(text)")
        #expect(text.contains(wrong.words.hint), "\(text)")
        #expect(!text.contains("source.account") && !text.contains("canary"), "\(text)")
    }

    @Test("a key file that this user may not read is said so", .enabled(if: getuid() != 0, "root reads every file"))
    func unreadable() async throws {
        let folder = try TestFolder()
        let keys = try await Self.keys(in: folder, passphrase: nil)
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: keys.secret)
        let ending = try await EmulatedLogins.check("  private_key: \(keys.secret)", options: [])
        #expect(ending.standardOutput.contains("\(keys.secret) may not be read by this user"))
    }
}
