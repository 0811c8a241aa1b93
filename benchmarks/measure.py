"""Run a command as a whole process and say how long it took and how much memory its largest process held."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Cost:
    """What runs of one command cost: median seconds, highest peak in MB, number of runs."""

    seconds: float
    megabytes: float
    runs: int


class CommandFailed(Exception):
    """A measured command ended with an error, so that its time says nothing."""


def once(
    command: Sequence[str], cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> tuple[float, float]:
    """Run a command and return its seconds and the peak memory of its largest process in MB."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            tail = output.read()[-2000:].decode("utf-8", "replace")
            raise CommandFailed(f"{' '.join(command)} ended with {process.returncode}:\n{tail}")
    # Linux counts kilobytes, macOS bytes.
    return seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def cost(
    command: Sequence[str], runs: int, cwd: Path | None = None, before: Callable[[], object] | None = None
) -> Cost:
    """Run a command `runs` times, each after `before()`, and return the median time and the highest peak."""
    results = []
    for _ in range(runs):
        if before:
            before()
        results.append(once(command, cwd))
    return Cost(median(s for s, _ in results), max(m for _, m in results), runs)
