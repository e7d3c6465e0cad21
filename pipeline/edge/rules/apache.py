"""`.htaccess` for Apache 2.4, which reads it in the folder that it serves (`AllowOverride All`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from pipeline.edge.rules.patterns import Pattern, in_few
from pipeline.edge.rules.site import NOT_SENT, Ruled, Usual, gone, moved, root, served
from pipeline.model import urls
from pipeline.model.artifact import Manifest

FILE = ".htaccess"


def rules(manifest: Manifest, _usual: Usual) -> Ruled:
    """The file, with headers by the address of the file that is sent."""
    return Ruled({FILE: "".join(f"{line}\n" for line in _lines(manifest))})


def _lines(manifest: Manifest) -> Iterator[str]:
    start = root(manifest)
    yield "# Made with each build; changes are lost."
    yield "DirectoryIndex index.html"
    yield f"ErrorDocument 404 {start}/{urls.NOT_FOUND}"
    for old, new in moved(manifest).items():
        yield f'RedirectMatch 301 "{_address(old)}" "{unquote(new)}"'  # Apache quotes it
    for one in gone(manifest):
        yield f'RedirectMatch 410 "{_address(one)}"'
    said = {
        f"{start}/{one.path}": {n: v for n, v in one.headers.items() if n not in NOT_SENT} for one in served(manifest)
    }
    yield "<IfModule mod_headers.c>"
    for pattern, headers in in_few(said, start).items():
        yield from _rule(pattern, headers)
    yield "</IfModule>"


def _rule(pattern: Pattern, headers: Mapping[str, str]) -> Iterator[str]:
    yield f'<If "%{{REQUEST_URI}} =~ m#{_file(pattern)}#">'
    for name, value in sorted(headers.items()):
        if name == "content-type":
            yield f'ForceType "{value}"'
        else:
            quoted = value.replace('"', '\\"')
            yield f'Header set {name.title()} "{quoted}"'
    yield "</If>"


def _file(pattern: Pattern) -> str:
    """A pattern as a regular expression over the address of the file that is sent."""
    after = "" if pattern.after is None else f".*{_escaped(pattern.after)}"
    return f"^{_escaped(pattern.before)}{after}$"


def _address(quoted: str) -> str:
    """An old address as a regular expression: with and without the slash at its end."""
    plain = unquote(quoted)
    return f"^{_escaped(plain.rstrip('/'))}/?$" if plain.endswith("/") else f"^{_escaped(plain)}$"


def _escaped(text: str) -> str:
    return re.escape(text).replace('"', '\\"').replace("#", r"\x23")
