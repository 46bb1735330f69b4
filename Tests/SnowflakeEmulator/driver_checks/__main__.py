"""Runs the checks: `python -m driver_checks PATH_OF_THE_DRIVER'S_LIBRARY`.

Prints one line per check; the exit code tells whether all passed.
"""

import sys
import traceback

from . import databases, logins, parts, sessions, statements, time_travel


def main() -> int:
    """Runs all checks; returns the number that failed, as an exit code."""
    failed = 0
    for module in (statements, databases, time_travel, parts, sessions, logins):
        for name, check in module.check_all(sys.argv[1]):
            try:
                check()
            except Exception as error:
                failed += 1
                print(f"failed: {name}: {error}")
                traceback.print_exc()
            else:
                print(f"ok: {name}", flush=True)
    return min(failed, 100)


if __name__ == "__main__":
    sys.exit(main())
