"""fakesnow's cursor, extended by time travel, Snowflake's types and session settings."""

from datetime import UTC, datetime

from fakesnow.cursor import FakeSnowflakeCursor
from fakesnow.fakes import FakeSnowflakeConnection
from fakesnow.transforms import SUCCESS_NOP
from sqlglot import exp

from . import rewriting, wire
from .catalogue import Catalogue, TableName, clustering_text, identifier, take_definition
from .statements import HistoricalRead, Statement, Statements
from .versions import Version, Versions


class Cursor(FakeSnowflakeCursor):
    """Executes one statement."""

    def __init__(
        self, connection: FakeSnowflakeConnection, catalogue: Catalogue, versions: Versions, statements: Statements,
        record: Statement, settings: dict[str, str], open_versions: list[Version],
    ) -> None:
        """Creates a cursor that modifies the session's settings and open_versions."""
        super().__init__(connection, connection._duck_conn)
        self._catalogue = catalogue
        self._versions = versions
        self._statements = statements
        self._record = record
        self._settings = settings
        self._open_versions = open_versions
        self._types: list[wire.DeclaredType | None] = []

    def columns(self) -> list[wire.Column]:
        """The columns of the result."""
        described = self._describe_last_sql()
        types = self._types if len(self._types) == len(described) else [None] * len(described)
        return [wire.column(row[0], row[1], type) for row, type in zip(described, types, strict=True)]

    def _transform_explode(self, expression: exp.Expression) -> list[exp.Expression]:
        """Called by fakesnow with the parsed statement."""
        if (settings := rewriting.session_settings(expression)) is not None:
            self._set(settings)
            return [SUCCESS_NOP.copy()]
        if isinstance(expression, exp.Show):
            for kind in ("PRIMARY KEY", "UNIQUE"):
                if expression.name.upper() == f"{kind.removesuffix(' KEY')} KEYS":
                    return [rewriting.primary_keys(expression, self._conn.database, self._conn.schema, kind)]
        self._note_versions(expression)
        self._types = self._projected(expression)
        self._read_history(expression)
        rewriting.name_columns(expression)
        expression = self._note_definition(expression)
        return super()._transform_explode(rewriting.simplify(expression, self._session()))

    def _session(self) -> dict[str, str | None]:
        return {
            "CurrentWarehouse": self._settings.get("WAREHOUSE"), "CurrentRole": self._settings.get("ROLE"),
            "CurrentUser": self._record.user.upper(), "CurrentSession": str(self._record.session),
            "CurrentAccount": "EMULATOR", "CurrentRegion": "LOOPBACK", "LastQueryId": self._settings.get("LAST_QUERY"),
        }

    def _set(self, settings: dict[str, str]) -> None:
        self._settings.update(settings)
        if zone := settings.get("TIMEZONE"):
            self._duck_conn.execute(f"SET TimeZone = '{zone.replace(chr(39), '')}'")

    def _name(self, table: exp.Table) -> TableName:
        return rewriting.table_name(table, self._conn.database, self._conn.schema)

    def _note_versions(self, expression: exp.Expression) -> None:
        """Copies a table before a statement changes it."""
        if isinstance(expression, exp.Commit):
            self._versions.committed(self._open_versions)
            self._open_versions.clear()
        elif isinstance(expression, exp.Rollback):
            self._versions.rolled_back(self._open_versions)
            self._open_versions.clear()
        # fakesnow forgets a BEGIN that precedes turning AUTOCOMMIT off, the order that this driver uses.
        if isinstance(expression, exp.Transaction):
            self._conn._in_transaction = True
        elif isinstance(expression, (exp.Commit, exp.Rollback)):
            self._conn._in_transaction = False
        in_transaction = self._conn._in_transaction or not self._conn._autocommit
        for table in rewriting.changed_tables(expression):
            # A separate connection, which sees only committed rows.
            with self._duck_conn.cursor() as other:
                version = self._versions.before_change(other, self._name(table), in_transaction)
            if version:
                self._open_versions.append(version)

    def _read_history(self, expression: exp.Expression) -> None:
        """Replaces each table with AT or BEFORE by the version that was valid then."""
        for table in list(expression.find_all(exp.Table)):
            clause = table.args.get("when")
            if clause is None:
                continue
            table.set("when", None)
            name = self._name(table)
            instant = rewriting.instant_of(clause, self._evaluate, self._statements.started)
            if self._catalogue.retention(self._duck_conn, name) == 0:
                raise rewriting.no_history(name)
            found = self._versions.at(name, instant)
            self._record.history.append(HistoricalRead(
                table=".".join(name), clause=str(clause.this).upper(), kind=str(clause.args["kind"]).upper(),
                expression=clause.expression.sql("snowflake"), instant=instant.isoformat(),
                version=found[0] if found else "current"))
            if found:
                version = exp.table_(found[1].name, db="_emulator", catalog="_fs_global", quoted=True)
                if not table.alias:
                    table.set("alias", exp.TableAlias(this=table.this.copy()))
                for part in ("this", "db", "catalog"):
                    table.set(part, version.args[part])

    def _evaluate(self, expression: exp.Expression) -> datetime:
        """Evaluates a timestamp expression without columns; returns it in UTC.

        A text without an offset that is cast to LTZ or TZ is in the session's zone; without a zone, it is in UTC.
        """
        query = exp.select(exp.alias_(expression.copy(), "v", quoted=True))
        sql = self._transform(rewriting.simplify(query, {}), None).sql("duckdb")
        with self._duck_conn.cursor() as other:
            if self._conn.database:
                # The schema of fakesnow's own functions.
                other.execute(f"SET schema = '{self._conn.database}.main'")
            other.execute(f"SET TimeZone = {exp.Literal.string(self._settings['TIMEZONE']).sql('duckdb')}")
            (micros,) = other.execute(
                f"""SELECT CASE typeof("v") WHEN 'TIMESTAMP WITH TIME ZONE' THEN epoch_us("v"::TIMESTAMPTZ)
                           ELSE epoch_us("v"::TIMESTAMP) END FROM ({sql})""").fetchone()
        return datetime.fromtimestamp(micros // 1_000_000, UTC).replace(microsecond=micros % 1_000_000)

    def _inherited(self, create: exp.Create) -> dict[str, wire.DeclaredType]:
        """The types that CREATE TABLE AS SELECT and CLONE inherit."""
        if clone := create.args.get("clone"):
            return self._catalogue.declared(self._duck_conn, self._name(clone.this))
        query = create.expression
        if not isinstance(query, exp.Select) or query.is_star:
            return {}
        names = [identifier(p.args.get("alias") or p.this) for p in query.expressions]
        return {name: type for name, type in zip(names, self._projected(query), strict=True) if type}

    def _projected(self, query: exp.Expression) -> list[wire.DeclaredType | None]:
        return rewriting.projected_types(
            query, lambda table: self._catalogue.declared(self._duck_conn, table),
            lambda table: self._catalogue.column_names(self._duck_conn, table), self._conn.database, self._conn.schema)

    def _note_definition(self, expression: exp.Expression) -> exp.Expression:
        """Records the parts of CREATE TABLE and ALTER TABLE that DuckDB doesn't keep."""
        table = expression.find(exp.Table) if isinstance(expression, (exp.Create, exp.Alter)) else None
        if table is None or str(expression.args.get("kind")).upper() != "TABLE":
            return expression
        name = self._name(table)
        # A separate connection, because a DuckDB transaction can change only one database.
        with self._duck_conn.cursor() as other:
            if isinstance(expression, exp.Create):
                definition = take_definition(expression)
                definition.columns |= self._inherited(expression)
                if not (expression.args.get("exists") and self._catalogue.column_names(other, name)):
                    self._catalogue.record(other, name, definition)
                return expression
            for property in expression.find_all(exp.ClusterProperty):
                self._catalogue.alter(other, name, clustering=clustering_text(property))
            days = [p for p in expression.find_all(exp.Property) if p.name.upper() == "DATA_RETENTION_TIME_IN_DAYS"]
            for property in days:
                self._catalogue.alter(other, name, retention=int(property.args["value"].name))
        return SUCCESS_NOP.copy() if days else expression
