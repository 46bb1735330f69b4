import Model
import Postgres
import TestKit

/// Functions and operators of an unprivileged role, with PostgreSQL's names and with closer argument types.
///
/// They are in `public`. Each writes to the server's log when it is called.
struct ShadowedNames {
    /// The text that a call leaves in the server's log, followed by the role that it ran as.
    static let mark = "shadow called as"

    private static let texts = ["text", "varchar", "name", "bpchar"]
    private static let integers = ["int2", "int4", "int8"]
    /// Types that a caller may pass where a function takes the named type.
    private static let closer: [String: [String]] = [
        "text": texts, "name": texts, "varchar": texts, "bpchar": texts, "cstring": ["text"],
        "int8": integers, "int4": integers, "int2": integers, "numeric": ["numeric", "int4", "int8"],
        "oid": ["oid", "int4", "int8", "regclass"], "regclass": ["regclass", "oid", "text"],
        "any": ["text", "int8", "uuid", "varchar"], "anyelement": ["text", "int8", "uuid", "varchar"],
        "anyarray": ["_text", "_int4", "_uuid"], "anynonarray": ["text", "int8"], "anycompatible": ["text", "int8"],
        "anyenum": ["migration_status.work_state"], "record": ["text"], "internal": [], "char": ["\"char\"", "text"],
        "float8": ["float8", "float4", "int4"], "uuid": ["uuid"], "json": ["json", "text"],
        "jsonb": ["jsonb", "json", "text"], "tid": ["tid", "text"],
    ]

    let database: TestDatabase

    /// The ids of all functions and operators in the statements that the server has analysed.
    static func used(inLog log: String) -> (functions: Set<String>, operators: Set<String>) {
        var functions: Set<String> = []
        var operators: Set<String> = []
        var words = log.split { $0.isWhitespace || $0 == "}" || $0 == ")" }.makeIterator()
        while let word = words.next() {
            switch word {
            case ":funcid", ":opfuncid", ":aggfnoid", ":winfnoid": words.next().map { _ = functions.insert(String($0)) }
            case ":opno": words.next().map { _ = operators.insert(String($0)) }
            default: break
            }
        }
        return (functions, operators)
    }

    /// Creates shadows of these, and returns how many.
    func make(functions: Set<String>, operators: Set<String>) async throws -> Int {
        try await database.execute(
            "CREATE ROLE evil_\(database.name); GRANT CREATE, USAGE ON SCHEMA public TO evil_\(database.name); "
                + "GRANT USAGE ON SCHEMA migration_status TO evil_\(database.name)")
        var statements: Set<String> = []
        for row in try await database.rows(
            """
            SELECT p.proname, array_to_string(ARRAY(SELECT t.typname FROM unnest(p.proargtypes) WITH ORDINALITY a (t, n)
                                                      JOIN pg_type t ON t.oid = a.t ORDER BY a.n), ','), p.proretset
              FROM pg_proc p WHERE p.oid = ANY ('{\(functions.sorted().joined(separator: ","))}')
            """)
        {
            let parts = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            let types = parts[1].split(separator: ",").map(String.init)
            for arguments in variants(of: types) {
                statements.insert(function(PostgresIdentifier.quoted(parts[0]), arguments, isSet: parts[2] == "true"))
            }
        }
        for row in try await database.rows(
            """
            SELECT o.oprname, l.typname, r.typname, pg_catalog.format_type(o.oprresult, NULL)
              FROM pg_operator o JOIN pg_type l ON l.oid = o.oprleft JOIN pg_type r ON r.oid = o.oprright
             WHERE o.oid = ANY ('{\(operators.sorted().joined(separator: ","))}')
            """)
        {
            let parts = row.split(separator: "|").map(String.init)
            // In `||`, a bar is part of the name.
            guard parts.count == 4 else { continue }
            for left in Self.closer[parts[1]] ?? [parts[1]] {
                for right in Self.closer[parts[2]] ?? [parts[2]] {
                    let name = "shadow_\(statements.count)"
                    statements.insert(
                        function(name, [left, right], isSet: false, result: parts[3])
                            + "; CREATE OPERATOR public.\(parts[0]) "
                            + "(LEFTARG = \(left), RIGHTARG = \(right), FUNCTION = public.\(name))")
                }
            }
        }
        let connection = try await database.connect()
        var made = 0
        try await connection.execute(Statement(name: "role", text: "GRANT evil_\(database.name) TO postgres"))
        for statement in statements.sorted() {
            do {
                try await connection.executeScript(
                    Statement(
                        name: "shadow",
                        text: "BEGIN; SET LOCAL ROLE evil_\(database.name); \(statement); COMMIT"))
                made += 1
            } catch {
                try await connection.executeScript(Statement(name: "end", text: "ROLLBACK"))
                // Two variants are identical, or SQL reserves the name.
                guard ["42723", "42601", "42P13", "42883", "42P17"].contains(error.sqlState) else { throw error }
            }
        }
        await connection.close()
        return made
    }

    /// Variants with all arguments replaced, and with each one replaced.
    private func variants(of types: [String]) -> [[String]] {
        let choices = types.map { Self.closer[$0] ?? [$0] }
        var variants: Set<[String]> = [choices.compactMap(\.first)]
        for (index, choice) in choices.enumerated() {
            for type in choice {
                for same in [false, true] {
                    var arguments = choices.compactMap(\.first)
                    guard arguments.count == types.count else { continue }
                    arguments[index] = type
                    if same {
                        for (other, name) in types.enumerated() where name == types[index] { arguments[other] = type }
                    }
                    variants.insert(arguments)
                }
            }
        }
        return variants.filter { $0.count == types.count }.sorted { $0.description < $1.description }
    }

    private func function(_ name: String, _ arguments: [String], isSet: Bool, result: String = "text") -> String {
        """
        CREATE FUNCTION public.\(name) (\(arguments.joined(separator: ", "))) \
        RETURNS \(isSet ? "SETOF " : "")\(result) LANGUAGE plpgsql AS \
        $$ BEGIN RAISE LOG '\(Self.mark) %', current_user; \(isSet ? "RETURN" : "RETURN NULL"); END $$
        """
    }
}
