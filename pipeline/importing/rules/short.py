"""The few lines that one feed needs on its old host, for people to read and to paste."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.importing.rules import apache, hosted
from pipeline.importing.rules.moves import Move


def short(moved: Iterable[Move]) -> Mapping[str, tuple[str, ...]]:
    """Sort of host → the lines."""
    several = tuple(moved)
    rewrites = apache.rules(several)[".htaccess"].splitlines()
    table = hosted.cloudflare(several)
    worker = ("(and the Worker of `pipeline import rules cloudflare`)",) if "worker.js" in table else ()
    return {
        "nginx, in `server`": tuple(_nginx(several)),
        "Apache, first in `.htaccess`": tuple(line for line in rewrites if line.startswith("Rewrite")),
        "Netlify, in `_redirects`": tuple(hosted.netlify(several)["_redirects"].splitlines()[1:]),
        "Cloudflare, as a list of Bulk Redirects": (*table["bulk-redirects.csv"].splitlines(), *worker),
    }


def _nginx(moved: Iterable[Move]) -> Iterator[str]:
    for move in moved:
        others = () if move.query else move.paths
        written = dict.fromkeys((move.written, *(path for path in others if path.isascii())))
        yield from (f'if ($request_uri = "{one}") {{ return 301 {move.new}; }}' for one in written)
