// FoundationEssentials: Glibc's `environ` is a pointer that another thread may change meanwhile.
import FoundationEssentials

/// This process's environment variables.
package func processEnvironment() -> [String: String] {
    ProcessInfo.processInfo.environment
}
