"""TPC-H's lineitem, in the forms that the contenders read; kept between runs."""

import csv
import sqlite3
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from cluster import Cluster
from settings import Settings
from tools import Tools

COLUMNS = [
    ("id", "bigint"), ("l_orderkey", "bigint"), ("l_partkey", "bigint"), ("l_suppkey", "bigint"),
    ("l_linenumber", "integer"), ("l_quantity", "numeric(15,2)"), ("l_extendedprice", "numeric(15,2)"),
    ("l_discount", "numeric(15,2)"), ("l_tax", "numeric(15,2)"), ("l_returnflag", "varchar(1)"),
    ("l_linestatus", "varchar(1)"), ("l_shipdate", "date"), ("l_commitdate", "date"), ("l_receiptdate", "date"),
    ("l_shipinstruct", "varchar(25)"), ("l_shipmode", "varchar(10)"), ("l_comment", "varchar(44)"),
]
NAMES = ", ".join(name for name, _ in COLUMNS)


def create_table(key: bool = False, name: str = "lineitem", unlogged: bool = False) -> str:
    columns = ", ".join(f"{name} {kind}{' PRIMARY KEY' if key and name == 'id' else ''}" for name, kind in COLUMNS)
    return f"CREATE {'UNLOGGED ' if unlogged else ''}TABLE {name} ({columns})"


def create_sqlite_table() -> str:
    columns = ", ".join(
        "id INTEGER PRIMARY KEY" if name == "id" else f"{name} {kind.replace('numeric', 'decimal')}"
        for name, kind in COLUMNS)
    return f"CREATE TABLE lineitem ({columns})"


class Inputs:
    SOURCE = "source"
    """The database that contains lineitem for PostgreSQL sources."""

    def __init__(self, folder: Path, settings: Settings, tools: Tools, cluster: Cluster):
        self.folder = folder / f"scale-{settings.scale:g}"
        self.folder.mkdir(exist_ok=True)
        self.settings, self.tools, self.cluster = settings, tools, cluster
        self._postgres_rows = 0
        self.csv = self.folder / "lineitem.csv"
        self.sqlite = self.folder / f"lineitem-{settings.sqlite_rows}.sqlite"
        self.duckdb = self.folder / "lineitem.duckdb"
        self.snowflake = self.folder / f"lineitem-{settings.snowflake_rows}.snowflake.duckdb"

    def make_csv(self) -> None:
        if self.csv.exists():
            return
        folder = self.folder / "new"
        folder.mkdir(exist_ok=True)
        subprocess.run(
            [self.tools.tpchgen, "csv", "-s", f"{self.settings.scale:g}", "--tables=lineitem",
             f"--output-dir={folder}"], check=True, stdout=subprocess.DEVNULL)
        (folder / "lineitem.csv").rename(self.csv)

    def _rows(self) -> Iterator[list[str]]:
        with open(self.csv, newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            next(rows)
            yield from ([str(number), *row] for number, row in enumerate(rows, 1))

    def make_sqlite(self) -> int:
        """Writes the first rows to an SQLite file; returns their number."""
        if not self.sqlite.exists():
            new = self.sqlite.with_suffix(".new")
            new.unlink(missing_ok=True)
            database = sqlite3.connect(new)
            database.execute("PRAGMA journal_mode = off")
            database.execute(create_sqlite_table())
            places = ", ".join("?" * len(COLUMNS))
            database.executemany(
                f"INSERT INTO lineitem VALUES ({places})", islice(self._rows(), self.settings.sqlite_rows))
            database.commit()
            database.close()
            new.rename(self.sqlite)
        self.sqlite.read_bytes()
        with sqlite3.connect(self.sqlite) as database:
            return database.execute("SELECT count(*) FROM lineitem").fetchone()[0]

    def make_postgres(self) -> int:
        """Loads the rows into a database of the cluster, with a key, once for all scenarios; returns their number."""
        if self._postgres_rows:
            return self._postgres_rows
        cluster = self.cluster
        cluster.recreate(self.SOURCE, create_table(key=False))
        names = ", ".join(name for name, _ in COLUMNS[1:])
        copy = cluster.psql(
            self.SOURCE,
            "--command", "CREATE SEQUENCE numbers CACHE 1000",
            "--command", "ALTER TABLE lineitem ALTER id SET DEFAULT nextval('numbers')",
            "--command", f"\\copy lineitem ({names}) FROM '{self.csv}' (FORMAT csv, HEADER)",
            "--command", "ALTER TABLE lineitem ALTER id DROP DEFAULT, ADD PRIMARY KEY (id)",
            "--command", "DROP SEQUENCE numbers", "--command", "VACUUM ANALYZE lineitem")
        subprocess.run(copy, check=True, stdout=subprocess.DEVNULL)
        self._postgres_rows = int(cluster.query(self.SOURCE, "SELECT count(*) FROM lineitem"))
        return self._postgres_rows

    def ranges(self, count: int, rows: int) -> list[str]:
        """The conditions that cut the rows into equal parts."""
        bounds = [1 + rows * part // count for part in range(count + 1)]
        return [f"id >= {first} AND id < {end}" for first, end in zip(bounds, bounds[1:])]

    def make_copy_files(self, rows: int, count: int) -> list[Path]:
        """Writes the rows to `count` files in COPY's binary format; `make_postgres` must be called first."""
        files = [self.folder / f"lineitem-{part + 1}-of-{count}.copy" for part in range(count)]
        for file, condition in zip(files, self.ranges(count, rows)):
            if not file.exists():
                select = f"SELECT {NAMES} FROM lineitem WHERE {condition} ORDER BY id"
                command = self.cluster.psql(
                    self.SOURCE, "--command", f"\\copy ({select}) TO '{file}' (FORMAT binary)")
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            file.read_bytes()
        return files

    def make_duckdb(self) -> int:
        """Writes the rows to a DuckDB file; returns their number."""
        load = (
            "import duckdb, sys\n"
            "database = duckdb.connect(sys.argv[1])\n"
            "database.execute(sys.argv[2])\n"
            "database.execute('INSERT INTO lineitem SELECT row_number() OVER (), * FROM read_csv(?)', [sys.argv[3]])\n"
        )
        count = (
            "import duckdb, sys\n"
            "database = duckdb.connect(sys.argv[1], read_only=True)\n"
            "print(database.execute('SELECT count(*) FROM lineitem').fetchone()[0])\n"
        )
        if not self.duckdb.exists():
            new = self.duckdb.with_suffix(".new")
            new.unlink(missing_ok=True)
            subprocess.run([self.tools.python, "-c", load, new, create_table(), self.csv], check=True,
                           stdout=subprocess.DEVNULL)
            new.rename(self.duckdb)
        command = [self.tools.python, "-c", count, self.duckdb]
        return int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)

    def make_snowflake(self) -> int:
        """Writes the first rows to a DuckDB file for the Snowflake emulator; returns their number.

        The types are those of Snowflake's sample data, where whole numbers are NUMBER(38,0).
        """
        kinds = {"bigint": "DECIMAL(38,0)", "integer": "DECIMAL(38,0)"}
        columns = ", ".join(f"{name.upper()} {kinds.get(kind, kind)}" for name, kind in COLUMNS)
        load = (
            "import duckdb, sys\n"
            "database = duckdb.connect(sys.argv[1])\n"
            "database.execute('CREATE SCHEMA PUBLIC')\n"
            "database.execute(f'CREATE TABLE PUBLIC.LINEITEM ({sys.argv[2]})')\n"
            "database.execute('INSERT INTO PUBLIC.LINEITEM SELECT row_number() OVER (), * FROM read_csv(?) LIMIT ?',\n"
            "                 [sys.argv[3], int(sys.argv[4])])\n"
        )
        count = (
            "import duckdb, sys\n"
            "database = duckdb.connect(sys.argv[1], read_only=True)\n"
            "print(database.execute('SELECT count(*) FROM PUBLIC.LINEITEM').fetchone()[0])\n"
        )
        # With the emulator's DuckDB, which must be able to read the file.
        python = self.tools.emulator_python
        if not self.snowflake.exists():
            new = self.snowflake.with_suffix(".new")
            new.unlink(missing_ok=True)
            subprocess.run([python, "-c", load, new, columns, self.csv, str(self.settings.snowflake_rows)], check=True,
                           stdout=subprocess.DEVNULL)
            new.rename(self.snowflake)
        command = [python, "-c", count, self.snowflake]
        return int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
