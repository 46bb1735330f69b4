import LogOutput
import Model
import Presentation
import ProgramEntry

/// Where a verb's results go: stdout, as text or as one JSON document, with secrets masked.
struct Console: Sendable {
    var format: OutputFormat
    /// How text on stdout is formatted.
    var style: TextStyle
    var redact: @Sendable (String) -> String

    /// Prints the document with `--output json`, otherwise the lines.
    func show(_ document: some Encodable, lines: () -> [String]) throws {
        switch format {
        case .json: try write(jsonText(document))
        case .text: for line in lines() { try write(style.printable(line)) }
        }
    }

    /// Prints one document on one line; returns whether somebody still reads stdout.
    func showCompact(_ document: some Encodable) throws -> Bool {
        try write(jsonText(document, isCompact: true))
    }

    /// Reports an error: for people on stderr, and with `--output json` also as a document on stdout.
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

    /// Writes a line; returns `false` if the reader has closed the pipe, which isn't an error.
    @discardableResult
    private func write(_ text: String) throws -> Bool {
        let reason = StandardStream.output.write(text + "\n")
        guard reason == 0 || reason == StandardStream.readerIsGone else {
            throw Failure(.internalError, "stdout can't be written to: \(StandardStream.text(of: reason))")
        }
        return reason == 0
    }
}
