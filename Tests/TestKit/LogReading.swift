// Foundation: JSON and text.
import Foundation

/// The events that our programs logged with `--log-format json`.
struct LogReading {
    struct Event: Decodable {
        var message: String
        var metadata: [String: Value]?
    }

    /// A text, or a number in decimal digits.
    struct Value: Decodable, CustomStringConvertible {
        let description: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            do {
                description = try container.decode(String.self)
            } catch DecodingError.typeMismatch {
                description = String(try container.decode(Int.self))
            }
        }
    }

    static let lostLease = "lease lost: another process may take over this worker's chunks"
    static let droppedChunk = "chunk dropped: fenced"
    static let lapsedChunk = "chunk released: the worker's lease ran out"

    let events: [Event]

    /// Parses a log; skips lines that aren't JSON, such as a program's final error.
    init(_ log: String) throws {
        events = try log.split(separator: "\n").filter { $0.hasPrefix("{") }.map { line in
            try JSONDecoder().decode(Event.self, from: Data(line.utf8))
        }
    }

    func count(_ message: String) -> Int { events.count { $0.message == message } }

    /// The attempts that lost their chunk to another owner, once per log line.
    var lostChunks: [String] {
        events.filter { [Self.droppedChunk, Self.lapsedChunk].contains($0.message) }.map { event in
            let place = ["table", "chunk", "attempt"].map { "\($0) \(event.metadata?[$0]?.description ?? "?")" }
            return "\(event.message), \(place.joined(separator: ", "))"
        }
    }
}
