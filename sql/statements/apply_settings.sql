-- Settings for the current transaction, as a JSON object: $1. Caller: transfer and publish, first statement.
SELECT set_config(key, value, true) FROM json_each_text($1::json)
