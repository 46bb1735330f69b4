"""Reads lineitem from DuckDB as Arrow, and ingests it into PostgreSQL over ADBC if a URL is given.

ingest.py DUCKDB_FILE [POSTGRESQL_URL]
"""

import sys

import duckdb

rows = 0
reader = duckdb.connect(sys.argv[1], read_only=True).execute("SELECT * FROM lineitem").to_arrow_reader(65_536)
if len(sys.argv) > 2:
    import adbc_driver_postgresql.dbapi

    with adbc_driver_postgresql.dbapi.connect(sys.argv[2]) as connection, connection.cursor() as cursor:
        rows = cursor.adbc_ingest("lineitem", reader, mode="append")
        connection.commit()
else:
    for batch in reader:
        rows += batch.num_rows
print(rows)
