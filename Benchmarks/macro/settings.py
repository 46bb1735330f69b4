"""How much is measured, and the paths of files."""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


def _positive(name: str, default: float) -> float:
    text = os.environ.get(name, "")
    if not text:
        return default
    value = float(text)
    if value <= 0:
        raise SystemExit(f"{name}={text} isn't a positive number")
    return value


@dataclass(frozen=True)
class Settings:
    """The settings from the environment."""

    scale: float = field(default_factory=lambda: _positive("SCALE", 1))
    """TPC-H's scale factor: 1 is six million rows."""
    rounds: int = field(default_factory=lambda: int(_positive("ROUNDS", 3)))
    slots: int = field(default_factory=lambda: int(_positive("SLOTS", 2)))
    """The number of chunks that Snowmelt copies at a time, and of streams of the limits."""
    only: tuple[str, ...] = field(default_factory=lambda: tuple(os.environ.get("ONLY", "").split()))
    """The scenarios to run; empty for all."""

    @property
    def sqlite_rows(self) -> int:
        """The number of lineitem's rows, from the first, that are loaded into SQLite."""
        return int(2_000_000 * self.scale)

    @property
    def snowflake_rows(self) -> int:
        """The number of lineitem's rows, from the first, that the Snowflake emulator serves on the same processors."""
        return int(1_000_000 * self.scale)


def work_folder() -> Path:
    """The folder for data, servers and programs: `.build/bench`, or a folder in /var/tmp if the server's user can't
    access the clone or a socket's path would be too long."""
    folder = Path(os.environ.get("BENCH_DIR") or REPOSITORY / ".build" / "bench")
    folder.mkdir(parents=True, exist_ok=True)
    if len(str(folder)) > 70 or not _server_user_can_enter(folder):
        folder = Path(f"/var/tmp/snowmelt-bench-{os.getuid()}")
        folder.mkdir(mode=0o755, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid != os.getuid():
            raise SystemExit(f"{folder} belongs to another user")
    return folder


def as_server(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root, so root runs it as the user that Debian's package created for it."""
    return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else list(command)


def _server_user_can_enter(folder: Path) -> bool:
    return subprocess.run(as_server("test", "-x", str(folder)), cwd="/", check=False).returncode == 0


def program(name: str) -> str | None:
    """The path of a program; None if it isn't installed."""
    return shutil.which(name)
