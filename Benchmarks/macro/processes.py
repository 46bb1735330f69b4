"""Runs programs and measures what they use."""

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from processors import Watch

Command = Sequence[str]
launcher: Path | None = None
"""The compiled peak.c, once it exists."""


@dataclass(frozen=True)
class Usage:
    """The resources that a run used."""

    wall: float
    """Seconds that the whole command took."""
    cpu: float
    """Processor time in seconds of the program and the programs that it started, without the PostgreSQL server."""
    memory: float
    """Peak resident memory of its largest process, in MB."""
    watch: Watch
    """The use of the machine's processors meanwhile."""
    copied: tuple[float, float] | None = None
    """When copying began and ended, in seconds since the epoch; None if the program doesn't record it."""
    output: str = ""

    @property
    def copying(self) -> float:
        return self.wall if self.copied is None else self.copied[1] - self.copied[0]

    @property
    def busy(self) -> float:
        """The fraction of all processors' time that was used while rows were copied, from 0 to 1."""
        return self.watch.busy(*(self.copied or ()))

    def with_copy(self, begin: float, end: float) -> "Usage":
        return replace(self, copied=(begin, end))


class Failed(Exception):
    """The error if a measured program fails."""


def measure(*pipelines: Sequence[Command], environment: dict[str, str] | None = None, folder: Path | None = None,
            standard_input: Path | None = None) -> Usage:
    """Runs pipelines, each a list of commands, in parallel until all have ended."""
    variables = {**os.environ, **(environment or {})}
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryDirectory() as peaks, Watch() as watch:
        started = time.monotonic()
        processes = [
            process for number, pipeline in enumerate(pipelines)
            for process in _start(pipeline, variables, folder, standard_input, output, f"{peaks}/{number}")
        ]
        cpu, failed = 0.0, []
        for process in processes:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            cpu += usage.ru_utime + usage.ru_stime
            if process.returncode != 0:
                failed.append(process)
        wall = time.monotonic() - started
        memory = max((int(file.read_text()) for file in Path(peaks).iterdir()), default=0)
        output.seek(0)
        text = output.read()
    if failed:
        raise Failed(f"{' '.join(map(str, failed[0].args))}: exit code {failed[0].returncode}\n{text[-4000:]}")
    return Usage(wall=wall, cpu=cpu, memory=memory / 1024, watch=watch, output=text)


def _start(pipeline: Sequence[Command], variables: dict[str, str], folder: Path | None, standard_input: Path | None,
           output, peak: str) -> list[subprocess.Popen]:
    processes: list[subprocess.Popen] = []
    first = open(standard_input, "rb") if standard_input else subprocess.DEVNULL
    for place, command in enumerate(pipeline):
        is_last = place == len(pipeline) - 1
        processes.append(subprocess.Popen(
            [str(launcher), f"{peak}-{place}", *map(str, command)], env=variables, cwd=folder,
            stdin=processes[-1].stdout if processes else first,
            stdout=output if is_last else subprocess.PIPE, stderr=output))
    # If a reader fails, its writer must end.
    for process in processes[:-1]:
        process.stdout.close()
    if standard_input:
        first.close()
    return processes
