import Glibc

/// Columns and rows of the terminal behind a file descriptor; 80 by 24 if unknown.
package struct TerminalSize: Hashable, Sendable {
    package var width = 80
    package var height = 24

    package init() {}

    package init(of descriptor: Int32) {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return }
        if size.ws_col > 0 { width = Int(size.ws_col) }
        if size.ws_row > 0 { height = Int(size.ws_row) }
    }
}
