"""The Content-Security-Policy of every page: nothing from other hosts, no inline code but the theme's own by hash."""

from __future__ import annotations

import base64
import hashlib
import re

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src|type)=)[^>]*>(.*?)</script>", re.DOTALL)
_META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
CHARSET = '<meta charset="utf-8">'


def policy(theme_html: str) -> str:
    """Return the policy for a page whose theme, without any content, is `theme_html`.

    Only scripts that stand in the theme get a hash: one that slipped into the content stays blocked.
    """
    hashes = "".join(f" '{digest(script)}'" for script in dict.fromkeys(INLINE_SCRIPT.findall(theme_html)))
    return (
        "default-src 'none'; "
        # Pagefind compiles WebAssembly in a worker of its own.
        f"script-src 'self' 'wasm-unsafe-eval'{hashes}; worker-src 'self' blob:; "
        # The theme's style sheets hold their icons as data, which no host is asked for.
        "style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'"
    )


def digest(script: str) -> str:
    """Return the hash by which a policy allows an inline script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def secure(html: str, theme_html: str) -> str:
    """Return a page with the policy right after its character set, before anything is loaded."""
    meta = f'{CHARSET}\n      <meta http-equiv="Content-Security-Policy" content="{policy(theme_html)}">'
    return html.replace(CHARSET, meta, 1)


def loosened(html: str) -> str:
    """Return a page without its policy, for a preview that adds scripts."""
    return _META.sub("", html, count=1)
