/// A program that lives on, and what it took when nothing had happened yet.
package struct Survivor: Sendable {
    package let program: Program
    package let start: Footprint

    /// Notes what the program takes now.
    package init(_ program: Program) throws {
        self.program = program
        start = try program.footprint
    }
}
