import Model
import Settings
import Synchronization

/// The secrets to mask, none before the configuration is read.
final class SecretsBox: Sendable {
    private let redaction = Mutex<Redaction?>(nil)

    func learn(_ secrets: [Secret]) {
        redaction.withLock { $0 = Redaction(secrets) }
    }

    func redact(_ text: String) -> String {
        redaction.withLock { $0 }?.apply(text) ?? text
    }
}
