package import Model

/// The commented configuration that `snowmelt init` writes.
///
/// It is valid once `SOURCE_CONNECTION` and `TARGET_URL` are set. `tables` lists the source's tables, all of which are
/// copied; if it is `nil`, an example takes their place.
package func starterConfiguration(tables: [QualifiedName]? = nil) -> String {
    starterHead + starterTables(tables) + starterTail
}

private let starterHead = """
    # yaml-language-server: $schema=docs/snowmelt.schema.json
    # Snowmelt configuration. All settings: docs/configuration.md
    #
    # ${NAME}, ${NAME:-default} and ${file:PATH} stand for environment variables and files, anywhere in a value.
    # Keep passwords there and out of this file; $${ is a literal ${.

    source:
      type: odbc
      # An ODBC connection string. `odbcinst -q -d` lists the installed drivers. Examples:
      #   Driver=SQLite3;Database=shop.sqlite
      #   Driver=PostgreSQL Unicode;Server=db;Database=shop;UID=reader;PWD=${SOURCE_PASSWORD}
      connection: ${SOURCE_CONNECTION}
      snapshot: auto                 # auto | off: read every chunk of a table at one point in time
      # max_connections: 20          # to the source, over all workers

    target:
      # Example: postgresql://loader@db/analytics (password from ~/.pgpass, PGPASSWORD or ${TARGET_URL})
      url: ${TARGET_URL}
      # session:                     # server settings of the loading sessions
      #   maintenance_work_mem: 1GB

    control:
      url: ${CONTROL_URL:-}          # holds the work table; empty: the target's database

    defaults:                        # any table setting; an entry of `tables` may say otherwise
      mode: replace                  # replace (swap in when complete) | truncate | append
      threads: 8                     # slots a worker: pairs of a source and a target connection
      batch_rows: 25000              # rows fetched at once
      chunk_rows: 500000             # rows a chunk, about
      max_retry_attempts: 5
      # lambda_timeout_buffer_seconds: 60
      # stall_timeout_seconds: 600
      # max_value_bytes: 256MB       # a longer value is refused: a slot takes a few times its size
      # allow_truncate: false        # let `truncate` empty a table that holds rows
      # unlogged: false              # let `replace` load without a write-ahead log, and write it at the end
      # definition: target           # `replace` keeps the definition of a table that is there; source: makes it anew
      # on_dependents: carry         # views, foreign keys … of a replaced table go along; refuse: they prevent it

    tables:

    """

private func starterTables(_ tables: [QualifiedName]?) -> String {
    guard let tables, !tables.isEmpty else {
        return """
              - source: main.*               # a table, or a pattern
                target: analytics.*          # keeps the names

            """
    }
    return tables.map { table in
        // All tables get the same target schema, so that the file shows where to change it.
        let target = QualifiedName(schema: "analytics", name: table.name)
        return "  - source: \(quoted(NameText.text(table)))\n    target: \(quoted(NameText.text(target)))\n"
    }.joined()
}

/// A YAML scalar; in double quotes with JSON escapes, unless it is a plain `schema.name`.
private func quoted(_ text: String) -> String {
    let isPlain = text.first?.isLetter == true && text.contains(".")
    if isPlain, text.allSatisfy({ $0.isLetter || $0.isNumber || "_.".contains($0) }) { return text }
    // A `${` in a name must not be substituted.
    return JSONValue.text(text.split(separator: "${", omittingEmptySubsequences: false).joined(separator: "$${")).json
}

private let starterTail = """
      # Settings of an entry win over those of a pattern:
      # - source: main.visits
      #   target: analytics.visits
      #   chunk: {column: visit_id}    # or by: auto | hash | none
      #   primary_key: [visit_id]
      #   where: region = 'EU'
      #   columns: {ssn: {drop: true}, amount: {type: "numeric(18,4)"}, name_uc: {expr: "UPPER(name)"}}
      # - query: SELECT * FROM visits WHERE year = 2024
      #   target: analytics.visits_2024

    """
