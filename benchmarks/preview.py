"""How long after a record is saved `skms serve` shows the new page."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from statistics import median

WAIT = 120.0


def seconds(skms: Sequence[str], registry: Path, edits: int = 5) -> float:
    """Start `skms serve`, save a record some times, and return the median time until its page shows the change."""
    record = min((registry / "catalogue/services").rglob("*.yaml"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/services/{record.stem}/"
    command = [*skms, "serve", "--root", str(registry), "--port", str(port), "--as-of", "2026-11-22"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until(address, "<h1")
        times = []
        for number in range(edits):
            title = f"Saved {number} times"
            lines = record.read_text("utf-8").splitlines(keepends=True)
            lines = [f"title: {title}\n" if line.startswith("title: ") else line for line in lines]
            start = time.perf_counter()
            record.write_text("".join(lines), "utf-8")
            _until(address, title)
            times.append(time.perf_counter() - start)
        return median(times)
    finally:
        process.terminate()
        process.wait()


def _until(address: str, text: str) -> None:
    """Ask for a page until it holds a text."""
    end = time.perf_counter() + WAIT
    while time.perf_counter() < end:
        try:
            with urllib.request.urlopen(address, timeout=WAIT) as answer:
                if text in answer.read().decode("utf-8"):
                    return
        except urllib.error.URLError:
            pass
        time.sleep(0.02)
    raise TimeoutError(f"{address} never showed {text!r}")
