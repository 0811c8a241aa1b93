"""`skms build`: the whole site made beside the old one, in several processes, looked over, then put in its place."""

from __future__ import annotations

import gc
import multiprocessing
import os
import traceback
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from skms.pages.templates import FOLDER
from skms.settings import FILE as SETTINGS
from skms.site import children, gate, leaks, names, reuse, search
from skms.site.stage import NotASite, stage, workshop
from skms.texts import ROOTS

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from skms.site.content import Content
    from skms.site.mkdocs_adapter import Config
    from skms.site.plan import Plan


class BuildFailed(Exception):
    """A process could not make its share of the site; the message is one sentence, `details` a traceback."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message, details)
        self.details = details

    def __str__(self) -> str:
        return str(self.args[0])


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
    unchanged: int
    """Pages that were taken over from the build before."""


def build(
    root: Path, output: Path, content: Content, *, jobs: int = 0, index: bool = True, afresh: bool = False
) -> Built:
    """Publish `content` in the folder `output`, or raise and leave it as it was.

    What has not changed since the build before is taken over from it, unless all is to be made `afresh`.
    Raises `stage.Busy`, `stage.NotASite`, `PublishError`, `BuildFailed`, `Faulty` and `search.SearchFailed`.
    """
    from skms.site import mkdocs_adapter as mkdocs

    refuse_inside(root, output)
    config = mkdocs.configure(root, workshop(output) / "new")
    last = reuse.Last(output) if afresh else reuse.load(workshop(output), output)
    plain = bool(content.source) and mkdocs.is_plain(config)
    source = reuse.everything(content.source, root, [f"index {index}"]) if plain else ""
    if source and last.whole == reuse.Made(source, reuse.shape(output)):
        return Built(len(last.pages), len(gate.files_below(output)), len(last.pages))
    with stage(output) as new:
        parts = _shards(config, content, last, jobs or os.cpu_count() or 1)
        seen = gate.merge(part.seen for part in parts)
        if faults := gate.verdict(seen, gate.files_below(new)):
            raise Faulty(faults)
        made = {path: each for part in parts for path, each in part.made.items()}
        if len(made) < len(content.leaves):
            raise BuildFailed(f"{len(content.leaves) - len(made)} pages were not made.")
        searched = _index(new, last, made, parts) if index else reuse.Made("", "")
        if content.secret and (told := leaks.search(new, content.secret)):
            raise Faulty(told)
        built = Built(len(made), len(gate.files_below(new)), sum(part.unchanged for part in parts))
    reuse.save(workshop(output), made, searched, reuse.Made(source, reuse.shape(output)))
    return built


def refuse_inside(root: Path, output: Path) -> None:
    """Keep the site apart from what it is made of."""
    place = output.resolve()
    sources = [root / name for name in (*ROOTS, "docs", FOLDER, SETTINGS)]
    if root.resolve().is_relative_to(place) or any(
        place.is_relative_to(source.resolve()) for source in sources
    ):
        raise NotASite(f"{output} holds what the site is made of; name another folder with --out.")


def _index(new: Path, last: reuse.Last, made: dict[str, reuse.Made], parts: list[Share]) -> reuse.Made:
    """Make the search index, or take over the one that was made of the same pages."""
    folders = (search.FOLDER, names.FOLDER)
    source = reuse.digest(
        [search.version(), *(f"{path} {each.result}" for path, each in sorted(made.items()))]
    )
    if not reuse.recall_search(last, source, folders, new):
        search.index(new, chain.from_iterable(part.names for part in parts))
    return reuse.Made(source, reuse.digest_of_folders(new / folder for folder in folders))


@dataclass(frozen=True, slots=True)
class Share:
    """What one process tells about the pages that it has written."""

    seen: gate.Seen
    names: list[names.Name]
    made: dict[str, reuse.Made]
    unchanged: int


def _shards(config: Config, content: Content, last: reuse.Last, jobs: int) -> list[Share]:
    """Let every process write its share of the pages."""
    from skms.site.mkdocs_adapter import write
    from skms.site.plan import Plan

    jobs = max(1, min(jobs, len(content.leaves) // 50)) if hasattr(os, "fork") else 1
    if jobs == 1:
        plan = Plan(content, whole=False, last=last)
        write(config, plan)
        return [_share(plan)]
    # The records are in memory already: children that share it start at once and cost little.
    context = multiprocessing.get_context("fork")
    gc.collect()
    gc.freeze()
    workers = []
    stretches = context.Value("l", 0)

    def turn() -> int:
        with stretches.get_lock():
            number: int = stretches.value
            stretches.value = number + 1
            return number

    try:
        for shard in range(jobs):
            ours, theirs = context.Pipe(duplex=False)
            plan = Plan(content, shard, jobs, turn, whole=False, last=last)
            worker = context.Process(
                target=_work, args=(config, plan, theirs, ours, os.getpid()), daemon=True
            )
            worker.start()
            theirs.close()
            workers.append((worker, ours))
        return [_result(ours) for _, ours in workers]
    finally:
        gc.unfreeze()
        for worker, _ in workers:
            worker.kill()
            worker.join()


def _share(plan: Plan) -> Share:
    return Share(plan.seen.told(), plan.names, plan.made, len(plan.recalled))


def _work(config: Config, plan: Plan, answer: Connection, others: Connection, parent: int) -> None:
    """Write one share in a process of its own."""
    from skms.site.mkdocs_adapter import PublishError, write

    # With the parent's end open here, an answer that nobody takes would be waited with for ever.
    others.close()
    children.end_with(parent)
    # Templates make much that is thrown away at once and little that lasts.
    gc.set_threshold(50_000, 20, 100)
    try:
        write(config, plan)
        answer.send(_share(plan))
    except (OSError, PublishError) as error:
        answer.send(error)
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
    if isinstance(result, Exception):
        raise result
    assert isinstance(result, Share)
    return result
