"""What pages are made of besides themselves: style sheets, scripts, fonts, under names that carry their digest."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping

from pipeline.formats import markup
from pipeline.model.artifact import hashed, sha256
from pipeline.site import styles

#: What the theme of the engine brings and no page needs: scripts, pictures, palette; the look of cards, and words.
_DROPPED = re.compile(
    r"card\.yml|strings/.*|sitemap\.xml(\.gz)?|search/.*|assets/(javascripts|images)/.*|assets/stylesheets/palette.*|.*\.map"
)
_CSS_URL = re.compile(r"url\((['\"]?)([^)'\"]+)\1\)")
_IMPORT = re.compile(r'(\bfrom |\bimport\()"\./([^"/]+)"')
"""How a script of ours names another one beside it."""
_SOURCE_MAP = re.compile(rb"\n?(?://|/\*)# sourceMappingURL=[^\n*]*(?:\*/)?")
_ORDER = (".woff2", ".woff", ".ttf", ".png", ".jpg", ".svg", ".ico", ".webp", ".css", ".js")


def finished(
    files: Mapping[str, bytes], typography: str = "", templates: Iterable[str] = ()
) -> tuple[dict[str, str], dict[str, bytes]]:
    """Files of a theme, by their paths on the site → where each is published, and what is published there. What others
    name goes first. Of the style sheet `typography` stays what pages of these templates can look like.
    """
    files = {**files, typography: _reduced(typography, files, templates)} if typography else files
    renamed: dict[str, str] = {}
    made: dict[str, bytes] = {}
    kept = {path: data for path, data in files.items() if not _DROPPED.fullmatch(path)}
    for path in sorted(kept, key=lambda p: (_rank(p), _depth(p, kept), p)):
        data = _SOURCE_MAP.sub(b"", files[path]) if path.endswith((".css", ".js")) else files[path]
        if path.endswith(".css"):
            data = _css(path, data.decode(), renamed).encode()
        elif path.startswith("assets/") and path.endswith(".js"):
            data = _js(path, data.decode(), renamed).encode()
        renamed[path] = hashed(path, sha256(data)) if path.startswith("assets/") and "." in path else path
        made[renamed[path]] = data
    return renamed, made


def _reduced(typography: str, files: Mapping[str, bytes], templates: Iterable[str]) -> bytes:
    ours = (path for path in files if path != typography and not _DROPPED.fullmatch(path))
    beside = {path: files[path].decode() for path in ours if path.endswith((".css", ".js"))}
    scripts = (text for path, text in beside.items() if path.endswith(".js"))
    known = frozenset((*markup.CLASSES, *styles.words((*templates, *scripts))))
    return styles.reduced(files[typography].decode(), known, tuple(beside.values())).encode()


def _rank(path: str) -> int:
    return next((rank for rank, ending in enumerate(_ORDER) if path.endswith(ending)), -1)


def _depth(path: str, files: Mapping[str, bytes], above: frozenset[str] = frozenset()) -> int:
    """How many scripts stand behind one in a row: each has its name after those that it names."""
    if path in above or not (path.startswith("assets/") and path.endswith(".js")):
        return 0
    beside = {posixpath.join(posixpath.dirname(path), name) for _, name in _IMPORT.findall(files[path].decode())}
    return max((1 + _depth(other, files, above | {path}) for other in beside & files.keys()), default=0)


def _js(path: str, text: str, renamed: Mapping[str, str]) -> str:
    def change(match: re.Match[str]) -> str:
        new = renamed.get(posixpath.join(posixpath.dirname(path), match[2]))
        return f'{match[1]}"./{posixpath.basename(new)}"' if new else match[0]

    return _IMPORT.sub(change, text)


def _css(path: str, text: str, renamed: Mapping[str, str]) -> str:
    def change(match: re.Match[str]) -> str:
        if match[2].startswith(("data:", "#")):
            return match[0]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[2].split("?")[0].split("#")[0]))
        new = renamed.get(target)
        return f"url({posixpath.relpath(new, posixpath.dirname(path))})" if new else match[0]

    return _CSS_URL.sub(change, text)
