/// A program that must survive, with its footprint before the fault.
package struct Survivor: Sendable {
    package let program: Program
    package let start: Footprint

    /// Notes the program's current footprint.
    package init(_ program: Program) throws {
        self.program = program
        start = try program.footprint
    }
}
