"""Starts the emulator; `python -m snowflake_emulator --help` lists the options."""

import os
import sys

from starlette.applications import Starlette

from . import lifetime, options
from .control import Control
from .emulator import Emulator, StatementError
from .protocol import Protocol


def main() -> int:
    """Serves until it is told to stop; returns the exit code."""
    settings = options.parse()
    try:
        emulator = Emulator(settings)
    except StatementError as error:
        print(f"{error.code}: {error.message}", file=sys.stderr)
        return 1
    app = Starlette(routes=Protocol(emulator).routes + Control(emulator).routes)
    lifetime.serve(app, lifetime.listen(settings.port), settings.parent, emulator.stop)
    emulator.close()
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Doesn't wait for threads: a statement that doesn't stop must not delay the exit.
    os._exit(code)
