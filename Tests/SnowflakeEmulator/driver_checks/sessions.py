"""Checks of sessions that expire and statements that fail."""

import threading
import time

import adbc_driver_manager.dbapi as dbapi

from .emulated import emulated, equal, error_of, rows


def check_all(driver: str):
    """Yields each check with its name."""
    with emulated(driver) as emulator, emulator.connect() as connection:

        def expired() -> None:
            emulator.fault("session-expired", statement_like="SELECT 1 AS EXPIRES")
            equal(rows(connection, "SELECT 1 AS EXPIRES"), [{"EXPIRES": 1}])
            equal(emulator.call("GET", "faults")[0]["struck"], 1)
            equal(rows(connection, "SELECT 2 AS X"), [{"X": 2}])

        def statement_errors() -> None:
            emulator.fault("statement-error", code="000630", sqlstate="57014", message="timeout",
                           statement_like="%fails%")
            equal(error_of(connection, "SELECT 1 AS FAILS")[0], 630)
            equal(rows(connection, "SELECT 1 AS FAILS"), [{"FAILS": 1}])

        def retried(fault: str) -> None:
            emulator.fault(fault)
            equal(rows(connection, f"SELECT 1 AS R /* {fault} */"), [{"R": 1}])
            equal(emulator.call("GET", "faults")[0]["struck"], 1)

        def lost() -> None:
            rows(connection, "CREATE OR REPLACE TABLE ONCE (A INT)")
            emulator.fault("statement-lost", statement_like="INSERT%")
            rows(connection, "INSERT INTO ONCE VALUES (1)")
            equal(emulator.call("GET", "faults")[0]["struck"], 1)
            equal(rows(connection, "SELECT COUNT(*) C FROM ONCE"), [{"C": 1}])

        def cancelled() -> None:
            emulator.fault("statement-slow", seconds=300, statement_like="%slow%")
            began = time.monotonic()
            with connection.cursor() as cursor:

                def cancel() -> None:
                    while not emulator.call("GET", "statements", sql="%AS SLOW%"):
                        time.sleep(0.01)
                    cursor.adbc_cancel()

                thread = threading.Thread(target=cancel)
                thread.start()
                try:
                    cursor.execute("SELECT 1 AS SLOW")
                except dbapi.Error:
                    pass
                else:
                    raise AssertionError("not cancelled")
                finally:
                    thread.join()
            assert time.monotonic() - began < 120
            found = emulator.call("GET", "statements", sql="%AS SLOW%")
            while found[-1]["error"] is None and time.monotonic() - began < 120:
                found = emulator.call("GET", "statements", sql="%AS SLOW%")
            equal(found[-1]["error"], "000604")

        yield "an expired session is renewed by the driver", expired
        yield "a statement fails with the code that was asked for", statement_errors
        yield "a statement that fails once with 500 is sent again", lambda: retried("statement-500")
        yield "a statement whose connection breaks is sent again", lambda: retried("statement-reset")
        yield "a statement whose answer is lost is asked for again, and has run once", lost
        yield "a cancelled statement ends on the server too", cancelled

    with emulated(driver) as emulator:

        def sessions_end() -> None:
            for _ in range(3):
                with emulator.connect() as connection:
                    rows(connection, "SELECT 1")
            deadline = time.monotonic() + 60
            while emulator.call("GET", "state")["sessions"] and time.monotonic() < deadline:
                time.sleep(0.01)
            equal(emulator.call("GET", "state")["sessions"], [])

        yield "sessions end with their connections", sessions_end
