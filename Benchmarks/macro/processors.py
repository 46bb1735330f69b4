"""Measures how busy the machine's processors are with a program, its servers and the system."""

import bisect
import threading
import time
from pathlib import Path

INTERVAL = 0.02
"""Seconds between two samples."""


class Watch:
    """Takes samples while it is open. Its times are seconds since the epoch, like those of a server on this machine."""

    def __init__(self) -> None:
        self._looks: list[tuple[float, int, int]] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "Watch":
        self._look()
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._ended.set()
        self._thread.join()
        self._look()

    def busy(self, begin: float | None = None, end: float | None = None) -> float:
        """The fraction of all processors' time that was used, from 0 to 1."""
        _, used, total = self._nearest(begin) if begin is not None else self._looks[0]
        _, used_then, total_then = self._nearest(end) if end is not None else self._looks[-1]
        return (used_then - used) / max(1, total_then - total)

    def _nearest(self, moment: float) -> tuple[float, int, int]:
        place = bisect.bisect_left(self._looks, moment, key=lambda look: look[0])
        return self._looks[min(place, len(self._looks) - 1)]

    def _watch(self) -> None:
        while not self._ended.wait(INTERVAL):
            self._look()

    def _look(self) -> None:
        user, nice, system, idle, waiting, *interrupts = map(
            int, Path("/proc/stat").read_text().partition("\n")[0].split()[1:8])
        used = user + nice + system + sum(interrupts)
        self._looks.append((time.time(), used, used + idle + waiting))
