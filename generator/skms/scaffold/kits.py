"""Ready-made pipelines and hooks for a records repository: folders of files that the package carries.

Each kit stands on the Makefile, so that a pipeline runs what people run.
"""

from __future__ import annotations

from importlib import resources

from skms import __version__
from skms.scaffold.starting import texts_below

BASE = "make"
"""The kit that every other one calls."""
ABOUT = {
    "github": "a GitHub workflow: annotations, SARIF, summary, comment, preview, publishing, every night anew",
    "gitlab": "a GitLab pipeline: code quality, JUnit, preview, publishing to Pages, every night anew",
    "make": "a Makefile alone, for any other pipeline",
    "pre-commit": "a hook that checks the records before every commit",
}


def kit(name: str) -> dict[str, str]:
    """The files of a kit: `{path: text}`. KeyError where there is none of this name."""
    if name not in ABOUT:
        raise KeyError(name)
    folder = resources.files("skms") / "kits"
    found = {
        path.replace("dot-", "."): text.replace("@VERSION@", __version__)
        for one in dict.fromkeys((BASE, name))
        for path, text in texts_below(folder / one)
    }
    return dict(sorted(found.items()))
