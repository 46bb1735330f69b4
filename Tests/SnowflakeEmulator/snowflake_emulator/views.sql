-- Replacements for views of fakesnow that include the records in _fs_global._emulator.

CREATE OR REPLACE VIEW _fs_global._fs_information_schema._fs_columns AS
SELECT
    c.database_name AS TABLE_CATALOG,
    c.schema_name AS TABLE_SCHEMA,
    c.table_name AS TABLE_NAME,
    c.column_name AS COLUMN_NAME,
    c.column_index AS ORDINAL_POSITION,
    c.column_default AS COLUMN_DEFAULT,
    CASE WHEN c.is_nullable THEN 'YES' ELSE 'NO' END AS IS_NULLABLE,
    CASE
        WHEN d.kind IS NOT NULL THEN upper(d.kind)
        WHEN c.data_type LIKE 'DECIMAL%' OR c.data_type LIKE '%INT' OR c.data_type = 'INTEGER' THEN 'NUMBER'
        WHEN c.data_type = 'VARCHAR' THEN 'TEXT'
        WHEN c.data_type IN ('DOUBLE', 'FLOAT') THEN 'FLOAT'
        WHEN c.data_type = 'BLOB' THEN 'BINARY'
        WHEN c.data_type = 'TIMESTAMP' THEN 'TIMESTAMP_NTZ'
        WHEN c.data_type = 'TIMESTAMP WITH TIME ZONE' THEN 'TIMESTAMP_TZ'
        WHEN c.data_type = 'JSON' THEN 'VARIANT'
        ELSE c.data_type
    END AS DATA_TYPE,
    CASE WHEN c.data_type = 'VARCHAR' AND d.kind IS NULL THEN coalesce(ext_character_maximum_length, 16777216) END
        AS CHARACTER_MAXIMUM_LENGTH,
    CASE
        WHEN d.kind IS NOT NULL THEN NULL
        WHEN c.data_type = 'VARCHAR' THEN coalesce(ext_character_octet_length, 16777216)
        WHEN c.data_type = 'BLOB' THEN 8388608
    END AS CHARACTER_OCTET_LENGTH,
    CASE WHEN c.data_type LIKE 'DECIMAL%' THEN c.numeric_precision
         WHEN c.data_type LIKE '%INT' OR c.data_type = 'INTEGER' THEN 38
    END AS NUMERIC_PRECISION,
    CASE WHEN c.data_type LIKE 'DECIMAL%' OR c.data_type LIKE '%INT' OR c.data_type = 'INTEGER' THEN 10
    END AS NUMERIC_PRECISION_RADIX,
    CASE WHEN c.data_type LIKE 'DECIMAL%' THEN c.numeric_scale
         WHEN c.data_type LIKE '%INT' OR c.data_type = 'INTEGER' THEN 0
    END AS NUMERIC_SCALE,
    CASE WHEN d.kind LIKE 'time%' THEN d.scale
         WHEN c.data_type LIKE 'TIME%' THEN 9
    END AS DATETIME_PRECISION,
    NULL::VARCHAR AS COLLATION_NAME,
    'NO' AS IS_IDENTITY,
    NULL::VARCHAR AS IDENTITY_GENERATION,
    NULL::VARCHAR AS IDENTITY_CYCLE,
    c.comment AS COMMENT,
    NULL::VARCHAR AS IDENTITY_START,
    NULL::VARCHAR AS IDENTITY_INCREMENT,
    NULL::VARCHAR AS IDENTITY_ORDERED,
    NULL::VARCHAR AS DATA_TYPE_ALIAS
FROM duckdb_columns() c
LEFT JOIN _fs_global._emulator.columns d
    ON (d.catalog, d.schema_name, d.table_name, d.column_name)
        = (c.database_name, c.schema_name, c.table_name, c.column_name)
LEFT JOIN _fs_global._fs_information_schema._fs_columns_ext
    ON ext_table_catalog = c.database_name AND ext_table_schema = c.schema_name
        AND ext_table_name = c.table_name AND ext_column_name = c.column_name
WHERE c.schema_name <> '_fs_information_schema';

-- Bytes are an estimate: 8 per value.
CREATE OR REPLACE VIEW _fs_global._fs_information_schema._fs_show_tables AS
SELECT
    to_timestamp(0)::TIMESTAMPTZ AS created_on,
    t.table_name AS name,
    'TABLE' AS kind,
    t.database_name AS database_name,
    t.schema_name AS schema_name,
    coalesce(t.comment, '') AS comment,
    coalesce(e.clustering, '') AS cluster_by,
    t.estimated_size AS rows,
    t.estimated_size * t.column_count * 8 AS bytes,
    'SYSADMIN' AS owner,
    coalesce(e.retention, 1) AS retention_time,
    CASE WHEN e.clustering IS NULL THEN 'OFF' ELSE 'ON' END AS automatic_clustering,
    'OFF' AS change_tracking,
    'OFF' AS search_optimization,
    NULL AS search_optimization_progress,
    NULL AS search_optimization_bytes,
    'N' AS is_external,
    'N' AS enable_schema_evolution,
    'ROLE' AS owner_role_type,
    'N' AS is_event,
    NULL AS budget,
    'N' AS is_hybrid,
    'N' AS is_iceberg,
    'N' AS is_dynamic,
    'N' AS is_immutable
FROM duckdb_tables() t
LEFT JOIN _fs_global._emulator.tables e
    ON (e.catalog, e.schema_name, e.table_name) = (t.database_name, t.schema_name, t.table_name)
WHERE t.schema_name <> '_fs_information_schema' AND t.database_name <> '_fs_global';

-- Keys declared in statements, which nobody enforces, and those of a DuckDB file, which DuckDB enforces.
CREATE OR REPLACE VIEW _fs_global._emulator.all_keys AS
SELECT catalog, schema_name, table_name, column_name, kind, sequence, constraint_name
FROM _fs_global._emulator.keys
UNION ALL
SELECT
    database_name, schema_name, table_name, unnest(constraint_column_names), constraint_type,
    generate_subscripts(constraint_column_names, 1), upper(table_name) || '_' || constraint_index
FROM duckdb_constraints()
WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE') AND database_name <> '_fs_global'
    AND schema_name <> '_fs_information_schema';
