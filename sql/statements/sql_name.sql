-- A table's name as the catalogue's texts have it, quoted where it must be: $1 schema, $2 name.
-- Under the settings of read_definition. Caller: publish, to compare it with those texts.
SELECT format('%I.%I', $1::text, $2::text) AS name
