"""Rewrites statements before fakesnow receives them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import snowflake.connector.errors
import sqlglot
from sqlglot import exp

from . import catalogue
from .catalogue import TableName, identifier
from .wire import DeclaredType

_TIMES = {
    exp.DataType.Type.TIMESTAMPNTZ, exp.DataType.Type.TIMESTAMP, exp.DataType.Type.TIMESTAMPLTZ,
    exp.DataType.Type.TIMESTAMPTZ, exp.DataType.Type.TIME, exp.DataType.Type.DATETIME,
}

#: Stored as the GeoJSON text that is inserted.
_PLACES = {exp.DataType.Type.GEOGRAPHY, exp.DataType.Type.GEOMETRY}


def table_name(table: exp.Table, database: str | None, schema: str | None) -> TableName:
    """A table's full name."""
    parts = [table.args.get("catalog"), table.args.get("db")]
    names = [identifier(part) if part else None for part in parts]
    return names[0] or database or "", names[1] or schema or "", identifier(table.this)


def projected_types(
    statement: exp.Expression, declared: Callable[[TableName], dict[str, DeclaredType]],
    columns: Callable[[TableName], list[str]], database: str | None, schema: str | None
) -> list[DeclaredType | None]:
    """The declared types of a query's columns, if a cast or a table's column determines them.

    declared, columns: return the declared types and the column names of a table.
    """
    select = statement.find(exp.Select) if isinstance(statement, exp.Query) else None
    source = select.args.get("from_") if select else None
    table = source.this if source and isinstance(source.this, exp.Table) and not select.args.get("joins") else None
    name = table_name(table, database, schema) if table and isinstance(table.this, exp.Identifier) else None
    known = declared(name) if name else {}
    types: list[DeclaredType | None] = []
    for projection in select.expressions if select else []:
        value = projection.unalias()
        if isinstance(value, exp.Star) and name:
            types += [known.get(column) for column in columns(name)]
        elif isinstance(value, exp.Cast):
            types.append(catalogue.declared_type(value.to))
        elif isinstance(value, exp.Column):
            types.append(known.get(identifier(value.this)))
        else:
            types.append(None)
    return types


def name_columns(statement: exp.Expression) -> None:
    """Names a query's unnamed columns as Snowflake does: by their text."""
    select = statement.find(exp.Select) if isinstance(statement, exp.Query) else None
    for projection in list(select.expressions) if select else []:
        if not isinstance(projection, (exp.Alias, exp.Column, exp.Star, exp.Dot)) and not projection.is_star:
            name = projection.sql("snowflake").upper()
            projection.replace(exp.alias_(projection.copy(), name, quoted=True))


def simplify(statement: exp.Expression, session: dict[str, str | None]) -> exp.Expression:
    """Removes what DuckDB doesn't support, and replaces functions whose results differ.

    session: values of functions such as CURRENT_WAREHOUSE, by the name of their class.
    """
    for call in list(statement.find_all(exp.Func)):
        name = "LastQueryId" if call.name.upper() == "LAST_QUERY_ID" else type(call).__name__
        if name in session:
            value = session[name]
            call.replace(exp.Null() if value is None else exp.Literal.string(value))
    for type_ in statement.find_all(exp.DataType):
        if type_.this in _TIMES:
            # Values are stored in microseconds; the wire encoding applies the scale.
            type_.set("expressions", [])
        elif type_.this in _PLACES:
            type_.set("this", exp.DataType.Type.VARCHAR)
    for length in list(statement.find_all(exp.ByteLength)):
        length.replace(exp.Anonymous(this="_emulator_octets", expressions=[length.this.copy()]))
    for call in list(statement.find_all(exp.Anonymous)):
        if call.name.upper() == "HASH":
            # Snowflake's HASH is signed, so its MOD is negative for half of the rows.
            call.replace(exp.Anonymous(this="_emulator_hash", expressions=[call.copy()]))
    return statement


def session_settings(statement: exp.Expression) -> dict[str, str] | None:
    """The settings of an ALTER SESSION SET, empty for an UNSET; None for AUTOCOMMIT and other statements."""
    if not (isinstance(statement, exp.Alter) and statement.args.get("kind") == "SESSION"):
        return None
    settings = {}
    for item in statement.find_all(exp.SetItem):
        if isinstance(item.this, exp.EQ):
            settings[item.this.this.name.upper()] = item.this.expression.name
    return None if "AUTOCOMMIT" in settings else settings


def changed_tables(statement: exp.Expression) -> list[exp.Table]:
    """The tables whose rows a statement changes."""
    if isinstance(statement, exp.TruncateTable):
        return [table for table in statement.expressions if isinstance(table, exp.Table)]
    if isinstance(statement, (exp.Insert, exp.Update, exp.Delete, exp.Merge)):
        target = statement.this.find(exp.Table)
        return [target] if target else []
    return []


def instant_of(
    clause: exp.HistoricalData, evaluate: Callable[[exp.Expression], datetime],
    started: Callable[[str], str | None],
) -> datetime:
    """The instant of an AT or BEFORE clause.

    evaluate: returns the value of a constant timestamp expression in UTC; a plain text or TIMESTAMP_NTZ is UTC.
    started: returns the start time of the statement with an id, in ISO 8601.
    """
    kind = str(clause.args["kind"]).upper()
    if kind == "OFFSET":
        return datetime.now(UTC) + timedelta(seconds=float(clause.expression.sql("duckdb")))
    if kind == "STATEMENT":
        moment = started(clause.expression.name)
        if moment is None:
            raise _no_time_travel(f"Statement {clause.expression.name} not found")
        return datetime.fromisoformat(moment)
    return evaluate(clause.expression)


def no_history(table: TableName) -> Exception:
    """The error for reading beyond the retention period."""
    return _no_time_travel(
        f"Time travel data is not available for table {table[2]}. The requested time is either beyond the allowed"
        " time travel period or before the object creation time.")


def primary_keys(show: exp.Show, database: str | None, schema: str | None, kind: str) -> exp.Expression:
    """The query that implements SHOW PRIMARY KEYS and SHOW UNIQUE KEYS."""
    scope, scope_kind = show.args.get("scope"), (show.args.get("scope_kind") or "").upper()
    conditions = [f"kind = '{kind}'"]

    def add(column: str, value: str | None) -> None:
        if value:
            conditions.append(f"\"{column}\" = '{value.replace(chr(39), chr(39) * 2)}'")

    if scope_kind == "TABLE" or (scope is not None and not scope_kind):
        for column, value in zip(("catalog", "schema_name", "table_name"), table_name(scope, database, schema),
                                 strict=True):
            add(column, value)
    elif scope_kind == "SCHEMA":
        add("catalog", identifier(scope.args["db"]) if scope and scope.args.get("db") else database)
        add("schema_name", identifier(scope.this) if scope else schema)
    elif scope_kind == "DATABASE":
        add("catalog", identifier(scope.this) if scope else database)
    elif scope_kind != "ACCOUNT":
        add("catalog", database)
        add("schema_name", schema)
    return sqlglot.parse_one(
        """SELECT to_timestamp(0) AS "created_on", "catalog" AS "database_name", "schema_name" AS "schema_name",
                  "table_name" AS "table_name", "column_name" AS "column_name", "sequence" AS "key_sequence",
                  "constraint_name" AS "constraint_name", 'false' AS "rely", NULL::VARCHAR AS "comment"
           FROM "_fs_global"."_emulator"."all_keys" WHERE """ + " AND ".join(conditions) + """
           ORDER BY "catalog", "schema_name", "table_name", "constraint_name", "sequence" """,
        read="duckdb")


def _no_time_travel(message: str) -> Exception:
    return snowflake.connector.errors.ProgrammingError(msg=message, errno=707, sqlstate="02000")
