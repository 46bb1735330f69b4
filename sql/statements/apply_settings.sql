-- Applies settings to the current transaction: $1 JSON object. Caller: publish.
SELECT set_config(key, value, true) FROM json_each_text($1::json)
