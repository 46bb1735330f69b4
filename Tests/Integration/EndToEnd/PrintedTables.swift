// Foundation: JSONSerialization, as a JSON reader independent of the product.
import Foundation
import TestKit
import Testing

/// The tables of a JSON document printed by a program.
func tables(_ ending: Program.Ending) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(with: Data(ending.standardOutput.utf8)) as? [String: Any]
    return try #require(object?["tables"] as? [[String: Any]], "\(ending)")
}
