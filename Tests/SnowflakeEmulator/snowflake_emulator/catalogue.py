"""What Snowflake records about tables and DuckDB doesn't: declared types, unenforced keys, clustering, retention.

Stored in the schema `_emulator` of fakesnow's own database `_fs_global`, which the information schema and SHOW read.
"""

from dataclasses import dataclass, field

import duckdb
from sqlglot import exp

from .wire import DeclaredType

#: Database, schema, table.
TableName = tuple[str, str, str]

_KINDS = {
    exp.DataType.Type.TIMESTAMPNTZ: "timestamp_ntz", exp.DataType.Type.TIMESTAMP: "timestamp_ntz",
    exp.DataType.Type.DATETIME: "timestamp_ntz", exp.DataType.Type.TIMESTAMPLTZ: "timestamp_ltz",
    exp.DataType.Type.TIMESTAMPTZ: "timestamp_tz", exp.DataType.Type.TIME: "time",
    exp.DataType.Type.VARIANT: "variant", exp.DataType.Type.OBJECT: "object", exp.DataType.Type.ARRAY: "array",
    exp.DataType.Type.GEOGRAPHY: "geography", exp.DataType.Type.GEOMETRY: "geometry",
}

_SET_UP = """
CREATE SCHEMA _fs_global._emulator;
CREATE TABLE _fs_global._emulator.columns (
    catalog VARCHAR, schema_name VARCHAR, table_name VARCHAR, column_name VARCHAR,
    kind VARCHAR, scale INTEGER
);
CREATE TABLE _fs_global._emulator.tables (
    catalog VARCHAR, schema_name VARCHAR, table_name VARCHAR, clustering VARCHAR, retention INTEGER
);
CREATE TABLE _fs_global._emulator.keys (
    catalog VARCHAR, schema_name VARCHAR, table_name VARCHAR, column_name VARCHAR,
    kind VARCHAR, sequence INTEGER, constraint_name VARCHAR
);
"""

_IS_TABLE = "(catalog, schema_name, table_name) = (?, ?, ?)"


@dataclass
class Definition:
    """The parts of a CREATE TABLE that DuckDB doesn't keep."""

    columns: dict[str, DeclaredType] = field(default_factory=dict)
    primary: list[str] = field(default_factory=list)
    unique: list[list[str]] = field(default_factory=list)
    clustering: str | None = None
    retention: int | None = None


class Catalogue:
    """Reads and writes these records; each call uses the connection that it is given."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(_SET_UP)

    def declared(self, connection: duckdb.DuckDBPyConnection, table: TableName) -> dict[str, DeclaredType]:
        """The declared types of a table's columns."""
        rows = connection.execute(
            f"SELECT column_name, kind, scale FROM _fs_global._emulator.columns WHERE {_IS_TABLE}",
            table,
        ).fetchall()
        return {name: DeclaredType(kind, scale) for name, kind, scale in rows}

    def column_names(self, connection: duckdb.DuckDBPyConnection, table: TableName) -> list[str]:
        """The table's column names, in order."""
        rows = connection.execute(
            "SELECT column_name FROM duckdb_columns() WHERE (database_name, schema_name, table_name) = (?, ?, ?)"
            " ORDER BY column_index", table,
        ).fetchall()
        return [name for (name,) in rows]

    def retention(self, connection: duckdb.DuckDBPyConnection, table: TableName) -> int:
        """The table's days of time travel."""
        row = connection.execute(
            f"SELECT retention FROM _fs_global._emulator.tables WHERE {_IS_TABLE}", table
        ).fetchone()
        return 1 if row is None or row[0] is None else row[0]

    def record(self, connection: duckdb.DuckDBPyConnection, table: TableName, definition: Definition) -> None:
        """Records a new table; removes the records of an earlier table with its name."""
        for name in ("columns", "tables", "keys"):
            connection.execute(
                f"DELETE FROM _fs_global._emulator.{name} WHERE {_IS_TABLE}", table)
        for column, declared in definition.columns.items():
            connection.execute("INSERT INTO _fs_global._emulator.columns VALUES (?, ?, ?, ?, ?, ?)",
                               [*table, column, declared.kind, declared.scale])
        keys = [("PRIMARY KEY", definition.primary)] + [("UNIQUE", columns) for columns in definition.unique]
        for number, (kind, columns) in enumerate(keys):
            for sequence, column in enumerate(columns, start=1):
                connection.execute("INSERT INTO _fs_global._emulator.keys VALUES (?, ?, ?, ?, ?, ?, ?)",
                                   [*table, column, kind, sequence, f"SYS_CONSTRAINT_{table[2]}_{number}"])
        connection.execute("INSERT INTO _fs_global._emulator.tables VALUES (?, ?, ?, ?, ?)",
                           [*table, definition.clustering, definition.retention])

    def alter(
        self, connection: duckdb.DuckDBPyConnection, table: TableName, *, clustering: str | None = None,
        retention: int | None = None,
    ) -> None:
        """Changes the given values."""
        changed = connection.execute(
            f"""UPDATE _fs_global._emulator.tables
                SET clustering = coalesce(?, clustering), retention = coalesce(?, retention) WHERE {_IS_TABLE}""",
            [clustering, retention, *table]).fetchone()
        if changed == (0,):
            connection.execute("INSERT INTO _fs_global._emulator.tables VALUES (?, ?, ?, ?, ?)",
                               [*table, clustering, retention])


def declared_type(type: exp.DataType) -> DeclaredType | None:
    """What DuckDB doesn't keep of a type; None if it keeps everything."""
    kind = _KINDS.get(type.this)
    if kind is None:
        return None
    scale = next((int(p.name) for p in type.expressions), 9) if kind.startswith("time") else None
    return DeclaredType(kind, scale)


def take_definition(create: exp.Create) -> Definition:
    """Reads a CREATE TABLE, and removes what DuckDB would enforce or reject."""
    definition = Definition()
    for column in create.find_all(exp.ColumnDef):
        name = identifier(column.this)
        if column.kind and (declared := declared_type(column.kind)):
            definition.columns[name] = declared
        for constraint in column.constraints:
            if isinstance(constraint.kind, exp.PrimaryKeyColumnConstraint):
                definition.primary.append(name)
                constraint.set("kind", exp.NotNullColumnConstraint())
            elif isinstance(constraint.kind, exp.UniqueColumnConstraint):
                definition.unique.append([name])
                constraint.pop()
            elif isinstance(constraint.kind, exp.Reference):
                constraint.pop()
    if isinstance(create.this, exp.Schema):
        for part in list(create.this.expressions):
            if isinstance(part, exp.ColumnDef):
                continue
            if key := part.find(exp.PrimaryKey):
                definition.primary = [identifier(i) for i in key.find_all(exp.Identifier)]
                part.pop()
            elif key := part.find(exp.UniqueColumnConstraint):
                definition.unique.append([identifier(i) for i in key.find_all(exp.Identifier)])
                part.pop()
            elif part.find(exp.ForeignKey):
                part.pop()
    for property in list(create.find_all(exp.ClusterProperty)):
        definition.clustering = clustering_text(property)
        property.pop()
    for property in list(create.find_all(exp.Property)):
        if property.name.upper() == "DATA_RETENTION_TIME_IN_DAYS":
            definition.retention = int(property.args["value"].name)
            property.pop()
    return definition


def clustering_text(property: exp.ClusterProperty) -> str:
    """A clustering key as SHOW TABLES prints it."""
    keys = [key.transform(_upper_case) for key in property.expressions]
    return "LINEAR(" + ", ".join(key.sql("snowflake") for key in keys) + ")"


def _upper_case(node: exp.Expression) -> exp.Expression:
    return exp.to_identifier(node.name.upper()) if isinstance(node, exp.Identifier) and not node.quoted else node


def identifier(node: exp.Expression) -> str:
    """The name that an identifier refers to: unchanged if quoted, otherwise in upper case."""
    return node.name if node.args.get("quoted") else node.name.upper()
