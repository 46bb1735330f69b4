"""Checks of results in parts, and of their faults."""

import time

from .emulated import emulated, equal, error_of, rows

_SCRIPT = "CREATE TABLE T AS SELECT SEQ4()::INT AS ID, 'text' AS S FROM TABLE(GENERATOR(ROWCOUNT => 5250));"
_SQL = "SELECT ID, S FROM T"


def check_all(driver: str):
    """Yields each check with its name."""
    arguments = ("--first-rows", "250", "--part-rows", "1000")
    with emulated(driver, *arguments, script=_SCRIPT) as emulator, emulator.connect() as connection:

        def last() -> dict:
            return emulator.call("GET", "statements", sql=_SQL)[-1]

        def read() -> tuple[int, int]:
            """Reads the table; returns the number of rows declared and received."""
            with connection.cursor() as cursor:
                cursor.execute(_SQL)
                batches = list(cursor.fetch_record_batch())
                return cursor.rowcount, sum(batch.num_rows for batch in batches)

        def whole() -> None:
            emulator.call("DELETE", "faults")
            ids = [int(row["ID"]) for row in rows(connection, _SQL)]
            equal(sorted(ids), list(range(5250)))
            equal((last()["rows"], last()["parts"], sorted(last()["fetched"])), (5250, [1000] * 5, [1, 2, 3, 4, 5]))
            equal(emulator.call("GET", "state")["results"], 0)

        def cut_at_message() -> None:
            emulator.fault("cut-at-message", part=3, statement_like="%from t%")
            equal(read(), (5250, 4750))
            equal(last()["faults"], ["cut-at-message 3"])
            equal(read(), (5250, 5250))

        def fails_once(fault: str, words: str) -> None:
            emulator.fault(fault, part=2)
            _, message = error_of(connection, _SQL)
            assert words in message, message
            equal(read(), (5250, 5250))
            equal(emulator.call("GET", "faults")[0]["struck"], 1)

        def server_error() -> None:
            emulator.fault("500", part=2, times=1)
            equal(read(), (5250, 5250))
            equal(last()["fetched"].count(2), 2)

        def server_error_for_ever() -> None:
            emulator.fault("500", part=2, times=None)
            with emulator.connect(**{"client_option.request_timeout": "3s"}) as impatient:
                error_of(impatient, _SQL)
            emulator.call("DELETE", "faults")

        def slow() -> None:
            emulator.fault("slow", part=2, seconds=0.5)
            began = time.monotonic()
            equal(read(), (5250, 5250))
            assert time.monotonic() - began >= 0.5

        def nothing_grows() -> None:
            emulator.fault("403", part=5, times=None)
            for _ in range(6):
                error_of(connection, _SQL)
            assert emulator.call("GET", "state")["results"] <= 2
            emulator.call("DELETE", "faults")

        yield "a result comes in parts, and is forgotten", whole
        yield "a part cut at a message is no error to the driver: rows are missing", cut_at_message
        yield "a part cut in half is an error, the next try is whole", lambda: fails_once("cut-in-half", "EOF")
        yield "a reset connection is an error, the next try is whole", lambda: fails_once("reset", "reset by peer")
        yield "a refused part is an error, the next try is whole", lambda: fails_once("403", "262000")
        yield "a part that fails once with 500 is fetched again", server_error
        yield "a part that always fails with 500 is an error in the end", server_error_for_ever
        yield "a slow part comes", slow
        yield "results that nobody fetches are forgotten", nothing_grows
