// Foundation: regular expressions.
import Foundation

@testable import Settings

/// Checks configurations against a JSON Schema, as far as the settings' schema uses the language.
struct SchemaCheck {
    let root: JSONValue

    /// The paths of the values that the schema refuses, sorted, each with the keyword that refuses it.
    func problems(_ text: String) throws -> [String] {
        let value = SettingValue(
            node: try SettingsDocument.parse(text, file: "x"), path: "", schema: "", origin: "x", log: ProblemLog())
        return problems(value, root).sorted()
    }

    private func problems(_ value: SettingValue, _ schema: JSONValue) -> [String] {
        guard case .object(let keywords) = schema else {
            if case .boolean(true) = schema { return [] }
            return ["\(value.path): refused"]
        }
        return keywords.flatMap { keyword, argument in
            problems(value, keyword, argument, keywords).map { $0.isEmpty ? "\(value.path): \(keyword)" : $0 }
        }
    }

    /// The paths that one keyword refuses; an empty text stands for the value itself.
    private func problems(
        _ value: SettingValue, _ keyword: String, _ argument: JSONValue, _ keywords: [String: JSONValue]
    ) -> [String] {
        let text = value.isScalar ? value.possiblyEmptyText() ?? "" : ""
        let number = value.isScalar ? Int(text) : nil
        switch (keyword, argument) {
        case ("$schema", _), ("$defs", _), ("title", _), ("description", _), ("default", _), ("then", _): return []
        case ("$ref", .text(let place)):
            return problems(value, root["$defs"]?[String(place.split(separator: "/").last ?? "")] ?? .boolean(false))
        case ("type", .text(let type)): return types(value).contains(type) ? [] : [""]
        case ("type", .list(let names)): return names.contains { types(value).contains($0.word) } ? [] : [""]
        case ("enum", .list(let words)): return words.contains { $0.word == text } ? [] : [""]
        case ("const", .text(let word)): return word == text ? [] : [""]
        case ("minimum", .number(let bound)): return number.map { $0 >= bound } ?? true ? [] : [""]
        case ("maximum", .number(let bound)): return number.map { $0 <= bound } ?? true ? [] : [""]
        case ("pattern", .text(let pattern)):
            let isFree = !types(value).contains("string")
            return isFree || text.range(of: pattern, options: .regularExpression) != nil ? [] : [""]
        case ("minItems", .number(let count)): return items(value).count >= count || !isList(value) ? [] : [""]
        case ("items", _): return items(value).flatMap { problems($0, argument) }
        case ("required", .list(let keys)):
            return isMapping(value) ? keys.filter { pairs(value)[$0.word] == nil }.map { _ in "" } : []
        case ("properties", .object(let properties)):
            return pairs(value).flatMap { key, part in properties[key].map { problems(part, $0) } ?? [] }
        case ("additionalProperties", _):
            let known = keywords["properties"]
            return pairs(value).filter { known?[$0.key] == nil }.flatMap { problems($0.value, argument) }
        case ("anyOf", .list(let schemas)): return schemas.contains { problems(value, $0).isEmpty } ? [] : [""]
        case ("oneOf", .list(let schemas)): return schemas.filter { problems(value, $0).isEmpty }.count == 1 ? [] : [""]
        case ("allOf", .list(let schemas)): return schemas.flatMap { problems(value, $0) }
        case ("if", _):
            guard problems(value, argument).isEmpty, let then = keywords["then"] else { return [] }
            return problems(value, then)
        default: return ["\(keyword) isn't understood"]
        }
    }

    private func types(_ value: SettingValue) -> [String] {
        guard value.isScalar else { return [isList(value) ? "array" : "object"] }
        guard !value.isEmpty, let text = value.possiblyEmptyText() else { return ["null"] }
        if Int(text) != nil { return ["integer", "number"] }
        return ["true", "false"].contains(text) ? ["boolean"] : ["string"]
    }

    private func isList(_ value: SettingValue) -> Bool { value.kindName == "list" }
    private func isMapping(_ value: SettingValue) -> Bool { value.kindName == "mapping" }

    private func items(_ value: SettingValue) -> [SettingValue] {
        isList(value) ? value.items() ?? [] : []
    }

    private func pairs(_ value: SettingValue) -> [String: SettingValue] {
        guard isMapping(value) else { return [:] }
        return Dictionary(uniqueKeysWithValues: (value.pairs() ?? []).map { ($0.key, $0.value) })
    }
}

extension JSONValue {
    fileprivate subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    fileprivate var word: String {
        if case .text(let text) = self { text } else { "" }
    }
}
