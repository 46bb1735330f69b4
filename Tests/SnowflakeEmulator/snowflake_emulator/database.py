"""The databases: a fakesnow instance, corrected where it differs from Snowflake, with preloaded data."""

import warnings
from pathlib import Path
from string import Template

import fakesnow.info_schema
import fakesnow.transforms
import sqlglot
from fakesnow import macros
from fakesnow.instance import FakeSnow
from sqlglot import exp

from .catalogue import Catalogue

_INTEGERS = {
    exp.DataType.Type.TINYINT, exp.DataType.Type.SMALLINT, exp.DataType.Type.INT, exp.DataType.Type.BIGINT,
}
#: Snowflake functions that DuckDB lacks.
_MACROS = """
CREATE OR REPLACE TEMP MACRO _emulator_hash(h) AS
    (CASE WHEN h > 9223372036854775807 THEN h::HUGEINT - 18446744073709551616 ELSE h::HUGEINT END)::BIGINT;
CREATE OR REPLACE TEMP MACRO width_bucket(v, low, high, n) AS
    CASE WHEN v < low THEN 0 WHEN v >= high THEN n + 1
         ELSE least(n, floor((v - low)::DOUBLE / (high - low)::DOUBLE * n)::BIGINT + 1) END;
CREATE OR REPLACE TEMP MACRO _emulator_octets(v) AS
    CASE typeof(v) WHEN 'BLOB' THEN octet_length(v::BLOB) ELSE strlen(v::VARCHAR) END;
CREATE OR REPLACE TEMP MACRO sha2(v) AS sha256(v);
"""


def open_databases(databases: list[tuple[str, Path]], duckdb_scripts: list[Path]) -> tuple[FakeSnow, Catalogue]:
    """Opens an instance with the given databases, and D1 with the schema PUBLIC, in which scripts run."""
    _mend_fakesnow()
    instance = FakeSnow()
    catalogue = Catalogue(instance.duck_conn)
    views = Path(__file__).with_name("views.sql").read_text()
    instance.duck_conn.execute(views)
    for name, path in databases:
        instance.duck_conn.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {name}")
        instance.duck_conn.execute(fakesnow.info_schema.per_db_creation_sql(name))
        instance.duck_conn.execute(macros.creation_sql(name))
    connection = instance.connect("D1", "PUBLIC")
    for script in duckdb_scripts:
        connection._duck_conn.execute(script.read_text())
    connection.close()
    return instance, catalogue


def add_functions(connection) -> None:
    """Gives a session the functions that DuckDB lacks."""
    connection.execute(_MACROS)


def _mend_fakesnow() -> None:
    fakesnow.transforms.integer_precision = _keep_precision
    # fakesnow would sum numbers as DOUBLE, so that sums of texts work.
    fakesnow.transforms.numeric_agg_implicit_cast = lambda expression: expression
    warnings.filterwarnings("ignore", category=UserWarning, module="fakesnow")
    template = fakesnow.info_schema.SQL_CREATE_INFORMATION_SCHEMA_TABLES_VIEW.template
    of_this = (
        "(e.catalog, e.schema_name, e.table_name) = (tables.database_name, tables.schema_name, tables.table_name)")
    for old, new in (
        ('NULL::VARCHAR AS "CLUSTERING_KEY"',
         f'(SELECT clustering FROM _fs_global._emulator.tables e WHERE {of_this}) AS "CLUSTERING_KEY"'),
        ('1 AS "RETENTION_TIME"',
         f'coalesce((SELECT retention FROM _fs_global._emulator.tables e WHERE {of_this}), 1) AS "RETENTION_TIME"'),
        ('0 AS "BYTES"', 'tables.estimated_size * tables.column_count * 8 AS "BYTES"'),
    ):
        if old not in template:
            raise RuntimeError(f"this fakesnow has no {old} in its information schema")
        template = template.replace(old, new)
    fakesnow.info_schema.SQL_CREATE_INFORMATION_SCHEMA_TABLES_VIEW = Template(template)
    # Otherwise sqlglot logs unsupported clauses for each statement.
    sqlglot.logger.setLevel("ERROR")


def _keep_precision(expression: exp.Expression) -> exp.Expression:
    """Makes integers DECIMAL(38,0), since Snowflake's are NUMBER(38,0); fakesnow would make them BIGINT."""
    if isinstance(expression, exp.DataType) and (
        expression.this in _INTEGERS
        or (expression.this == exp.DataType.Type.DECIMAL and not expression.expressions)
    ):
        return exp.DataType.build("DECIMAL(38, 0)")
    return expression
