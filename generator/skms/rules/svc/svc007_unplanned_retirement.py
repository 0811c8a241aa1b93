"""A retiring service lacks retirement date, notice as long as agreed, successor or reason, or data disposal.

Why: Users can prepare only for an end that they know of: when it comes, since when that has been announced, and
what to use instead. The shortest notice is set by `limits: {retirement-notice-days: 90}` in `skms.yml`.

Bad:
    # file: catalogue/services/old-directory.yaml
    kind: service
    title: Old directory
    owner: directory-service-owner
    status: retiring  # expect
    type: technical
    dates: {retire_announced: 2026-03-01}

Good:
    # file: catalogue/services/old-directory.yaml
    kind: service
    title: Old directory
    owner: directory-service-owner
    status: retiring
    type: technical
    dates: {retire_announced: 2026-03-01, retire_by: 2026-12-31}
"""

from collections.abc import Iterator

from skms.dates import parse_date
from skms.findings import Hit
from skms.model import Model, hit
from skms.words import plural

SEVERITY = "error"

NEEDED = {"retire_announced": "the day its users were told", "retire_by": "its last day"}


def check(model: Model) -> Iterator[Hit]:
    """Look at the dates of every retiring service; its successor is a matter of missing-status-field."""
    for service in model.of("service"):
        if service.status == "retiring":
            dates = service.data.get("dates", {})
            missing = [field for field in NEEDED if field not in dates]
            if missing:
                what = " and ".join(NEEDED[field] for field in missing)
                remedy = (
                    "Add under `dates`: " + ", ".join(f"`{field}: 2026-12-31`" for field in missing) + "."
                )
                yield hit(service, ("status",), f"The service is retiring, but does not say {what}.", remedy)
                continue
            told, last = parse_date(dates["retire_announced"]), parse_date(dates["retire_by"])
            least = model.settings.limit("retirement-notice-days", 0)
            if told and last and 0 <= (last - told).days < least:
                notice = plural((last - told).days, "day")
                message = f"Users were told {notice} before the end; agreed are at least {least:g}."
                yield hit(
                    service,
                    ("dates", "retire_by"),
                    message,
                    "Move the last day, or agree on a shorter notice in an exception.",
                )
