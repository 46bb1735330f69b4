"""The command line."""

import argparse
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """What the emulator was told to be."""

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
    """Reads the command line; ends the process with its usage when it is wrong."""
    parser = argparse.ArgumentParser(prog="snowflake_emulator", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=0, help="port of 127.0.0.1; 0 takes a free one (default)")
    add("--parent", type=int, metavar="PID", help="end when this process ends")
    add("--database", action="append", default=[], type=_database, metavar="NAME=FILE",
        help="a DuckDB file to serve as a database; its names must be upper-case; it is changed in place")
    add("--script", action="append", default=[], type=Path, metavar="FILE",
        help="Snowflake statements to run first, in database D1 and schema PUBLIC; ends with an error if one fails")
    add("--duckdb-script", action="append", default=[], type=Path, metavar="FILE",
        help="the same in DuckDB's own SQL, which can generate millions of rows")
    add("--first-rows", type=int, default=1000, help="rows of a result in the answer itself")
    add("--part-rows", type=int, default=100_000, help="rows of each further part")
    add("--timezone", default="UTC", help="TIMEZONE of new sessions; Snowflake's own default is America/Los_Angeles")
    add("--password", help="the only password that is let in; without it any is")
    add("--token", help="the only OAuth or programmatic access token that is let in; without it any is")
    add("--public-key", type=Path, metavar="PEM", help="the key that has to have signed JWTs; without it any may have")
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
