"""Rules for Apache 2.4 (`mod_rewrite`), for the `.htaccess` of the old host or its `<VirtualHost>`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.importing.rules.moves import Move, asked


def rules(some: Sequence[Move]) -> Mapping[str, str]:
    """The lines, which have to stand before those of the program that made the old site."""
    return {".htaccess": "".join(f"{line}\n" for line in _lines(some))}


def _lines(some: Sequence[Move]) -> Iterator[str]:
    yield "# Made by `pipeline import rules apache`. Put it before all other rules, such as `# BEGIN WordPress`."
    yield "<IfModule mod_rewrite.c>"
    yield "RewriteEngine On"
    queries, paths = asked(some)
    for move in queries:
        for name, value in move.query:
            yield f'RewriteCond %{{QUERY_STRING}} "(?:^|&){_escaped(name)}={_escaped(value)}(?:&|$)"'
        yield f'RewriteRule "{_path(move)}" "{_target(move)}" [R=301,L,NE,QSD]'
    for move in paths:
        yield f'RewriteRule "{_path(move)}" "{_target(move)}" [R=301,L,NE,QSA]'
    yield "</IfModule>"


def _path(move: Move) -> str:
    """The path as a regular expression: in a folder Apache has no slash before it."""
    bare = move.path.strip("/")
    end = "/?" if len(move.paths) > 1 and bare else ""
    return f"^/?{_escaped(bare)}{end}$"


def _target(move: Move) -> str:
    return move.new.replace("%", r"\%")  # `%2` would be what a condition found


def _escaped(text: str) -> str:
    return re.escape(text).replace('"', r"\x22")
