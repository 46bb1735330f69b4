"""The programs that the benchmarks need; contenders whose program is missing are left out, with a note."""

import subprocess
import sys
from pathlib import Path

import processes
from settings import HERE, REPOSITORY, program


class Tools:
    """Python packages in a separate environment, and Snowmelt itself."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.environment = folder / "python"
        self.fetch = folder / "fetch"
        self.fetch_adbc = folder / "fetch-adbc"

    def prepare(self, packages: bool = True) -> None:
        if packages:
            self._install_packages()
            subprocess.run([REPOSITORY / "scripts" / "install-snowflake-emulator.sh"], check=False)
        _compile(self.fetch, HERE / "fetch.c", "-lodbc")
        _compile(self.fetch_adbc, HERE / "fetch_adbc.c", "-I", REPOSITORY / "Sources" / "Shared" / "CADBC", "-ldl")
        processes.launcher = self.folder / "peak"
        _compile(processes.launcher, HERE / "peak.c")
        bin_path = ["swift", "build", "-c", "release", "--show-bin-path"]
        self.snowmelt_folder = Path(
            subprocess.run(bin_path, cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True).stdout.strip())

    def _install_packages(self) -> None:
        wanted = (HERE / "requirements.txt").read_text()
        complete = self.environment / "complete"
        if complete.exists() and complete.read_text() == wanted:
            return
        # The system's Python, because a driver that is a Python module needs its library.
        subprocess.run(["/usr/bin/python3", "-m", "venv", "--clear", self.environment], check=True)
        pip = [self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        for line in wanted.splitlines():
            if not line or line.startswith("#"):
                continue
            if subprocess.run([*pip, line], check=False).returncode != 0:
                print(f"pip can't install {line}: contenders that need it are left out", file=sys.stderr)
        complete.write_text(wanted)

    @property
    def python(self) -> Path:
        return self.environment / "bin" / "python"

    @property
    def snowmelt(self) -> Path:
        return self.snowmelt_folder / "snowmelt"

    @property
    def worker(self) -> Path:
        return self.snowmelt_folder / "snowmelt-worker"

    @property
    def encode_bench(self) -> Path:
        return self.snowmelt_folder / "encode-bench"

    @property
    def tpchgen(self) -> Path:
        return self.environment / "bin" / "tpchgen-cli"

    @property
    def packages(self) -> Path:
        return next((self.environment / "lib").glob("python3.*/site-packages"))

    @property
    def sling(self) -> Path | None:
        """Sling's program, from the package for this system."""
        return next(self.packages.glob("sling_linux_*/bin/sling-linux-*"), None)

    @property
    def pgcopydb(self) -> str | None:
        return program("pgcopydb")

    @property
    def pgloader(self) -> str | None:
        return program("pgloader")

    def adbc_library(self, name: str) -> Path | None:
        """The library of an ADBC driver, from its Python package."""
        return next(self.packages.glob(f"adbc_driver_{name}/libadbc_driver_{name}.so"), None)

    @property
    def emulator_python(self) -> Path:
        """Python with the packages of the tests' Snowflake emulator."""
        return REPOSITORY / ".build" / "snowflake-emulator" / "bin" / "python"


def _compile(result: Path, source: Path, *options: Path | str) -> None:
    if not result.exists() or result.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["cc", "-O2", "-Wall", "-pthread", "-o", result, source, *options], check=True)
