// FoundationEssentials: Glibc's `environ` is a pointer that another thread may change while it is read.
import FoundationEssentials

/// This process's environment variables.
package func processEnvironment() -> [String: String] {
    ProcessInfo.processInfo.environment
}
