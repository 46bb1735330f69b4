// Foundation: JSONSerialization, as a reader that isn't ours.
import Foundation
import TestKit
import Testing

/// The tables of a JSON document that a program has printed.
func tables(_ ending: Program.Ending) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(with: Data(ending.standardOutput.utf8)) as? [String: Any]
    return try #require(object?["tables"] as? [[String: Any]], "\(ending)")
}
