"""`skms build`: the whole site made beside the old one, in several processes, looked over, then put in its place."""

from __future__ import annotations

import gc
import multiprocessing
import os
import traceback
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from skms.site import gate, search
from skms.site.stage import stage

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from skms.site.content import Content
    from skms.site.mkdocs_adapter import Config
    from skms.site.names import Name


class BuildFailed(Exception):
    """A process could not make its share of the site; the message is one sentence, `details` a traceback."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


class Faulty(Exception):
    """The gate found faults, so the site was not published."""

    def __init__(self, faults: tuple[gate.Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults in the pages")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has made."""

    pages: int
    files: int
    indexed: bool


def build(root: Path, output: Path, content: Content, *, jobs: int = 0, index: bool = True) -> Built:
    """Publish `content` in the folder `output`, or raise and leave it as it was.

    Raises `stage.Busy`, `stage.NotASite`, `PublishError`, `BuildFailed`, `Faulty` and `search.SearchFailed`.
    """
    from skms.site import mkdocs_adapter as mkdocs

    with stage(output) as new:
        config = mkdocs.configure(root, new)
        parts = _shards(config, content, jobs or os.cpu_count() or 1)
        seen = gate.merge(part.seen for part in parts)
        files = gate.files_below(new)
        if faults := gate.verdict(seen, files):
            raise Faulty(faults)
        if index:
            search.index(new, chain.from_iterable(part.names for part in parts))
        return Built(len(seen.anchors), len(files), index)


@dataclass(frozen=True, slots=True)
class Share:
    """What one process tells about the pages that it has written."""

    seen: gate.Seen
    names: list[Name]


def _shards(config: Config, content: Content, jobs: int) -> list[Share]:
    """Let every process write its share of the pages."""
    from skms.site.mkdocs_adapter import Plan, write

    jobs = max(1, min(jobs, len(content.leaves) // 50)) if hasattr(os, "fork") else 1
    if jobs == 1:
        plan = Plan(content, whole=False)
        write(config, plan)
        return [Share(plan.seen, plan.names)]
    # The records are in memory already: children that share it start at once and cost little.
    context = multiprocessing.get_context("fork")
    gc.collect()
    gc.freeze()
    workers = []
    try:
        for shard in range(jobs):
            ours, theirs = context.Pipe(duplex=False)
            plan = Plan(content, shard, jobs, whole=False)
            worker = context.Process(target=_work, args=(config, plan, theirs), daemon=True)
            worker.start()
            theirs.close()
            workers.append((worker, ours))
        return [_result(ours) for _, ours in workers]
    finally:
        gc.unfreeze()
        for worker, _ in workers:
            worker.kill()
            worker.join()


def _work(config: Config, plan: object, answer: Connection) -> None:
    """Write one share in a process of its own."""
    from skms.site.mkdocs_adapter import Plan, write

    assert isinstance(plan, Plan)
    _end_with_parent()
    try:
        write(config, plan)
        plan.seen.tags.clear()
        answer.send(Share(plan.seen, plan.names))
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent reports it
        answer.send(BuildFailed(f"{type(error).__name__}: {error}", traceback.format_exc()))
    except KeyboardInterrupt:
        pass  # the parent was interrupted too, and says so


def _result(answer: Connection) -> Share:
    """Return what a process tells, or raise what went wrong there."""
    try:
        result = answer.recv()
    except EOFError as error:
        raise BuildFailed("A build process was killed; is there enough memory?") from error
    if isinstance(result, BuildFailed):
        raise result
    assert isinstance(result, Share)
    return result


def _end_with_parent() -> None:
    """Where the system can, let this process be killed when its parent is."""
    import ctypes
    import signal

    try:
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    except (AttributeError, OSError, TypeError):
        return
