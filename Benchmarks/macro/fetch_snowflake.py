"""Fetches the results of standard input's statements from the emulator by Snowflake's ADBC driver, and does nothing
with them: the limit of the driver.

fetch_snowflake.py DRIVER PORT THREADS
"""

import queue
import sys
import threading

import adbc_driver_manager.dbapi as adbc

CLIENT = "adbc.snowflake.sql.client_option."
OPTIONS = {
    "adbc.snowflake.sql.account": "test", "username": "bench", "password": "bench", "adbc.snowflake.sql.db": "BENCH",
    "adbc.snowflake.sql.schema": "PUBLIC", "adbc.snowflake.sql.uri.host": "127.0.0.1",
    "adbc.snowflake.sql.uri.port": sys.argv[2], "adbc.snowflake.sql.uri.protocol": "http",
    f"{CLIENT}max_timestamp_precision": "microseconds",
}
statements: queue.SimpleQueue[str] = queue.SimpleQueue()
for line in sys.stdin:
    statements.put(line)
counts: list[int] = []


def fetch() -> None:
    rows = 0
    with adbc.connect(driver=sys.argv[1], db_kwargs=OPTIONS, autocommit=True) as connection:
        while True:
            try:
                statement = statements.get_nowait()
            except queue.Empty:
                break
            with connection.cursor() as cursor:
                cursor.execute(statement)
                rows += sum(batch.num_rows for batch in cursor.fetch_record_batch())
    counts.append(rows)


threads = [threading.Thread(target=fetch) for _ in range(int(sys.argv[3]))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sum(counts))
