"""Show the site while you edit; pages follow every change."""

from __future__ import annotations

import os
import threading
from datetime import date
from pathlib import Path

import click

from skms.cli._common import as_of_option, find_root, root_option, spinner


@click.command(
    "serve",
    help="""Show the site while you edit: every change of a record appears at once, with the findings in the page.

Examples:

\b
  skms serve
  skms serve --port 8080 --root ../records
""",
)
@root_option
@as_of_option
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this machine."
)
def command(root: Path | None, as_of: date, port: int) -> int:
    """Serve until interrupted."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from skms.settings import SettingsError
    from skms.site.mkdocs_adapter import PublishError
    from skms.site.serve import start, watch

    folder = find_root(root)
    try:
        with spinner("Reading the records …"):
            server, state = start(folder, as_of, port)
    except (SettingsError, PublishError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"Port {port} cannot be used: {error.strerror}. Name another with --port."
        ) from error
    stop = threading.Event()

    def tell(text: str) -> None:
        click.echo(text, err=True)

    threading.Thread(target=watch, args=(state, stop, tell), daemon=True).start()
    tell(f"The site is at {state.address} (Ctrl-C ends it). Changes of records and templates show at once.")
    try:
        server.serve_forever(poll_interval=0.2)
    finally:
        stop.set()
        server.server_close()
    return 0
