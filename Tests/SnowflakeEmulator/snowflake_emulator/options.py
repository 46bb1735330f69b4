"""The command line of the Snowflake emulator for tests."""

import argparse
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """The values of the command line's options."""

    port: int
    parent: int | None
    databases: list[tuple[str, Path]]
    scripts: list[Path]
    duckdb_scripts: list[Path]
    first_rows: int
    part_rows: int
    timezone: str
    password: str | None
    token: str | None
    public_key: Path | None


def parse(arguments: list[str] | None = None) -> Options:
    """Parses the command line; ends the process with a usage message if it is invalid."""
    parser = argparse.ArgumentParser(prog="snowflake_emulator", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=0, help="port on 127.0.0.1; 0, the default, uses a free one")
    add("--parent", type=int, metavar="PID", help="the emulator ends when this process ends")
    add("--database", action="append", default=[], type=_database, metavar="NAME=FILE",
        help="a DuckDB file to serve as a database; its names must be in upper case; changed in place")
    add("--script", action="append", default=[], type=Path, metavar="FILE",
        help="Snowflake statements to run first, in database D1 and schema PUBLIC; ends with an error if one fails")
    add("--duckdb-script", action="append", default=[], type=Path, metavar="FILE",
        help="the same in DuckDB's SQL, which can generate millions of rows")
    add("--first-rows", type=int, default=1000, help="rows of a result in the answer itself (1000)")
    add("--part-rows", type=int, default=100_000, help="rows in each further part (100000)")
    add("--timezone", default="UTC", help="TIMEZONE of new sessions; Snowflake's own default is America/Los_Angeles")
    add("--password", help="the only password accepted; by default any is")
    add("--token", help="the only OAuth or programmatic access token accepted; by default any is")
    add("--public-key", type=Path, metavar="PEM", help="the key that must have signed a JWT; by default any key may")
    values = parser.parse_args(arguments)
    if values.first_rows < 0 or values.part_rows < 1:
        parser.error("--first-rows must be 0 or more, --part-rows 1 or more")
    return Options(
        port=values.port, parent=values.parent, databases=values.database, scripts=values.script,
        duckdb_scripts=values.duckdb_script, first_rows=values.first_rows, part_rows=values.part_rows,
        timezone=values.timezone, password=values.password, token=values.token, public_key=values.public_key,
    )


def _database(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not equals or not name.isidentifier() or not Path(path).is_file():
        raise argparse.ArgumentTypeError(f"{text} isn't NAME=FILE with a file that exists")
    return name.upper(), Path(path)
