"""An exception runs over 365 days or has too many extensions.

Why: An exception that never ends is a rule that nobody decided on. Who needs it for longer should change the
policy. The limits are set in `skms.yml`: `limits: {exception-days: 365, exception-extensions: 2}`.

Bad:
    # file: policies/exceptions/late-patch.yaml
    kind: exception
    title: Late patching of the print server
    status: approved
    owner: security-manager
    type: standard
    subject: policy/patching
    valid_from: 2026-01-01
    valid_to: 2027-06-30  # expect

Good:
    # file: policies/exceptions/late-patch.yaml
    kind: exception
    title: Late patching of the print server
    status: approved
    owner: security-manager
    type: standard
    subject: policy/patching
    valid_from: 2026-01-01
    valid_to: 2026-12-31
"""

from collections.abc import Iterator

from skms.dates import parse_date
from skms.findings import Hit
from skms.model import Model, hit, related

SEVERITY = "error"
WAIVABLE = False

DAYS = 365
EXTENSIONS = 2


def check(model: Model) -> Iterator[Hit]:
    """Measure every exception that is not over; the limits can be set in `skms.yml`."""
    most_days = model.settings.limit("exception-days", DAYS)
    most_extensions = model.settings.limit("exception-extensions", EXTENSIONS)
    for record in model.of("exception"):
        start, end = parse_date(record.data.get("valid_from")), parse_date(record.data.get("valid_to"))
        if record.phase == "ended":
            continue
        if start and end and (end - start).days > most_days:
            message = f"The exception runs over {(end - start).days:,} days; allowed are {most_days:g}."
            where = [related(record, ("valid_from",), "it starts here")]
            yield hit(
                record,
                ("valid_to",),
                message,
                "Shorten it, or change the policy that it deviates from.",
                where,
            )
        extensions = record.data.get("extensions", ())
        if len(extensions) > most_extensions:
            message = f"The exception was extended {len(extensions)} times; allowed are {most_extensions:g}."
            route = ("extensions", int(most_extensions))
            yield hit(record, route, message, "Let it end, or change the policy that it deviates from.")
