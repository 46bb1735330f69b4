"""Starts the emulator: `python -m snowflake_emulator --help` tells how."""

import os
import sys

from starlette.applications import Starlette

from . import lifetime, options
from .control import Control
from .emulator import Emulator, StatementError
from .protocol import Protocol


def main() -> int:
    """Serves until the end; the exit code."""
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
    # Without waiting for threads: a statement that doesn't stop mustn't hold up the end.
    os._exit(code)
