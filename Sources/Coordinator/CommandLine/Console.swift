import LogOutput
import Model
import Presentation
import ProgramEntry

/// Where a verb's results go: stdout, as text or as one JSON document, with secrets masked.
struct Console: Sendable {
    var format: OutputFormat
    /// What text on stdout may be made of.
    var style: TextStyle
    var redact: @Sendable (String) -> String

    /// Prints the document with `--output json`, else the lines.
    func show(_ document: some Encodable, lines: () -> [String]) throws {
        switch format {
        case .json: try write(jsonText(document))
        case .text: for line in lines() { try write(line) }
        }
    }

    /// One document on one line.
    ///
    /// Whether somebody still reads.
    func showCompact(_ document: some Encodable) throws -> Bool {
        try write(jsonText(document, isCompact: true))
    }

    /// An error: for people on stderr, and with `--output json` as a document on stdout.
    func report(_ failure: Failure, onlyDocument: Bool = false) {
        if !onlyDocument { StandardStream.error.write(failure.text(redact: redact)) }
        guard format == .json else { return }
        var masked = failure
        masked.message = redact(failure.message)
        masked.hint = failure.hint.map(redact)
        do {
            StandardStream.output.write(try jsonText(FailureDocument(masked)) + "\n")
        } catch {
            StandardStream.error.write("error: the error can't be written as JSON: \(error)\n")
        }
    }

    /// A reader that has gone away has what it wanted.
    @discardableResult
    private func write(_ text: String) throws -> Bool {
        let reason = StandardStream.output.write(text + "\n")
        guard reason == 0 || reason == StandardStream.readerIsGone else {
            throw Failure(.internalError, "stdout can't be written to: \(StandardStream.text(of: reason))")
        }
        return reason == 0
    }
}
