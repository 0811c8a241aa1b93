"""A file stem or fragment does not follow the id pattern.

Why: The file's name is the record's id and part of its address on the site, for ever. Lower-case letters, digits and
single hyphens work on every system and in every link.

Bad:
    # file: raci/teams/Service_Desk.yaml
    kind: team  # expect
    title: Service desk
    status: active
    type: team

Good:
    # file: raci/teams/service-desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
"""

import re
from collections.abc import Iterator

from skms.findings import Hit
from skms.kinds import DEVICES
from skms.model import Model, all_parts, hit

SEVERITY = "error"
WAIVABLE = False

MAX_LENGTH = 63
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_FRAGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")


def check(model: Model) -> Iterator[Hit]:
    """Compare every id and fragment with its pattern."""
    for record in model.everything:
        if not _ID.match(record.id) or len(record.id) > MAX_LENGTH or record.id in DEVICES:
            remedy = f"Rename the file: lower-case letters, digits and single hyphens, at most {MAX_LENGTH} characters."
            yield hit(record, ("kind",), f"{record.id!r} cannot be the id of a record.", remedy, on_key=True)
    for record, found in model.once(all_parts):
        for route, item, key in found:
            fragment = str(item[key])
            if not _FRAGMENT.match(fragment) or len(fragment) > MAX_LENGTH:
                remedy = (
                    f"Use letters, digits, dots, hyphens and underscores, at most {MAX_LENGTH} characters."
                )
                yield hit(
                    record, (*route, key), f"{fragment!r} cannot be the id of a part of a record.", remedy
                )
