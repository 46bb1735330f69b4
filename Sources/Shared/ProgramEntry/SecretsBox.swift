package import Model
import Settings
import Synchronization

/// The secrets to mask; empty until the configuration is read.
package final class SecretsBox: Sendable {
    private let redaction = Mutex<Redaction?>(nil)

    package init() {}

    package func learn(_ secrets: [Secret]) {
        redaction.withLock { $0 = Redaction(secrets) }
    }

    package func redact(_ text: String) -> String {
        redaction.withLock { $0 }?.apply(text) ?? text
    }
}
