"""Rules for hosts that read them from a table: Netlify, and Cloudflare before any host."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from urllib.parse import quote, unquote_plus

from pipeline.importing.rules.moves import Move, asked

_WORKER = """\
// Made by `pipeline import rules cloudflare`: addresses that are told apart by their query, which no list can hold.
const moved = %s;
export default {
  fetch(request) {
    const url = new URL(request.url);
    const path = url.pathname.replace(/\\/+$/, "");
    for (const [at, names, targets] of moved) {
      const values = names.map((name) => url.searchParams.get(name) ?? "").join("\\n");
      if (at === path && Object.prototype.hasOwnProperty.call(targets, values)) {
        return Response.redirect(targets[values], 301);
      }
    }
    return fetch(request);
  },
};
"""


def netlify(some: Sequence[Move]) -> Mapping[str, str]:
    """`_redirects`: a file at an old address would win over a rule without `!`. What is asked besides goes along.

    <https://docs.netlify.com/manage/routing/redirects/redirect-options/>
    """
    queries, paths = asked(some)
    lines = ["# Made by `pipeline import rules netlify`."]
    for move in queries:
        told = " ".join(f"{name}={_without_signs(value)}" for name, value in move.query)
        lines.append(f"{_without_signs(_quoted(move.path))} {told} {move.new} 301!")
    lines += [f"{_without_signs(_quoted(move.path))} {move.new} 301!" for move in paths]
    return {"_redirects": "".join(f"{line}\n" for line in lines)}


def cloudflare(some: Sequence[Move]) -> Mapping[str, str]:
    """A list for Bulk Redirects, which knows no queries, and where there are some a Worker that does.

    <https://developers.cloudflare.com/rules/url-forwarding/bulk-redirects/reference/csv-file-format/>
    """
    queries, paths = asked(some)
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    for move in paths:
        for host in (move.host, f"www.{move.host}"):
            for path in move.paths:
                rows.writerow((f"{host}{_quoted(path)}", move.new, 301, "TRUE", "FALSE", "FALSE", "FALSE"))
    files = {"bulk-redirects.csv": table.getvalue()}
    if queries:
        files["worker.js"] = _WORKER % json.dumps(_told(queries), ensure_ascii=True, separators=(",", ":"))
    return files


def _told(queries: Sequence[Move]) -> list[tuple[str, tuple[str, ...], dict[str, str]]]:
    """Path, names in the query, and for their values the new address: names that are more come first."""
    found: dict[tuple[str, tuple[str, ...]], dict[str, str]] = defaultdict(dict)
    for move in queries:
        read = _read(move)
        of = (_quoted(move.path).rstrip("/"), tuple(name for name, _ in read))
        found[of]["\n".join(value for _, value in read)] = move.new
    return [(path, names, targets) for (path, names), targets in found.items()]


def _read(move: Move) -> list[tuple[str, str]]:
    """Its query as programs read it."""
    return [(unquote_plus(name), unquote_plus(value)) for name, value in move.query]


def _without_signs(text: str) -> str:
    """What stands there, without what Netlify takes for a placeholder, for anything, or for the next word."""
    return text.replace(":", "%3A").replace("*", "%2A").replace(" ", "%20")


def _quoted(path: str) -> str:
    return quote(path, safe="/:@!$&'()*+;=~")
