"""Maps and locations for nginx: headers as the release has them, redirects with status 301, 410 for what is gone.

`maps.conf` belongs into `http`, `server.conf` into the `server` of `docs/operators/nginx.conf`, which knows the types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from pipeline.edge.rules.patterns import Pattern, in_few
from pipeline.edge.rules.site import NOT_SENT, Ruled, Usual, gone, moved, root, served
from pipeline.model.artifact import Artifact, Manifest

MAPS, SERVER = "maps.conf", "server.conf"
_LEAST_BUCKET = 64
"""Bytes that nginx has for an entry of a map where nobody says otherwise."""
_MADE = "# Made from a release by `pipeline rules nginx`; changes are lost."


def rules(manifest: Manifest, usual: Usual) -> Ruled:
    """Both files. Paths are those that nginx asks the disk for: a page by its file."""
    start, files = root(manifest), list(served(manifest))
    maps = {name: _map(name, values, start) for name, values in _headers(files, start).items()}
    leads = {unquote(one): new for old, new in moved(manifest).items() for one in _both(old)}
    lost = {unquote(one): "1" for old in gone(manifest) for one in _both(old)}
    maps |= {"moved": _listed("moved", leads), "gone": _listed("gone", lost)}
    longest = max((len(key.encode()) for key in (*leads, *lost, *(f"{start}/{one.path}" for one in files))), default=0)
    text = [_MADE, *_room(longest + 32), *(line for lines in maps.values() for line in lines)]
    return Ruled({MAPS: _text(text), SERVER: _text([_MADE, *_server(maps, files, start, usual)])})


def _headers(files: Iterable[Artifact], start: str) -> dict[str, dict[str, str]]:
    """Header → file → value."""
    found: dict[str, dict[str, str]] = {}
    for one in files:
        for name, value in one.headers.items():
            if name != "content-type" and name not in NOT_SENT:
                found.setdefault(name, {})[f"{start}/{one.path}"] = value
    return found


def _map(name: str, values: Mapping[str, str], start: str) -> list[str]:
    """A map from files to a header. Where several have none, none is the default."""
    patterns = in_few({path: {name: value} for path, value in values.items()}, start)
    return _listed(_variable(name), {_key(pattern): said[name] for pattern, said in patterns.items()})


def _listed(variable: str, values: Mapping[str, str]) -> list[str]:
    lines = [f"    {_quoted(key)} {_quoted(value)};" for key, value in values.items()]
    return [f"map $uri $library_{variable} {{", '    default "";', *lines, "}"]


def _key(pattern: Pattern) -> str:
    if pattern.after is None:
        return pattern.before
    return f"~^{re.escape(pattern.before)}.*{re.escape(pattern.after)}$"


def _server(maps: Iterable[str], files: Iterable[Artifact], start: str, usual: Usual) -> Iterator[str]:
    yield "if ($library_moved) { return 301 $library_moved; }"
    yield "if ($library_gone) { return 410; }"
    for name in maps:
        if name not in ("moved", "gone"):
            yield f"add_header {name.title()} $library_{_variable(name)}; # an empty value sends no header"
    for one in files:
        kind = one.headers.get("content-type", "")
        if kind != usual(one.path):
            yield f"location = {_quoted(f'{start}/{one.path}')} {{ types {{ }} default_type {_quoted(kind)}; }}"


def _both(old: str) -> tuple[str, ...]:
    """An old page is asked for with and without the slash at its end."""
    return (old, old.rstrip("/")) if old.endswith("/") else (old,)


def _variable(name: str) -> str:
    return name.replace("-", "_")


def _quoted(text: str) -> str:
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'


def _room(longest: int) -> list[str]:
    """What nginx needs for long keys."""
    size = _LEAST_BUCKET
    while size < longest:
        size *= 2
    return [f"map_hash_bucket_size {size};", "map_hash_max_size 65536;"]


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
