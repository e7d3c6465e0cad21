"""Functions of CloudFront: directories, redirects, what is gone, and headers that a bucket can't keep. Of the language
they use what was in it before 2016, since the runtime knows of later years only parts.

<https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html>
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

from pipeline.edge.rules.patterns import in_few
from pipeline.edge.rules.site import NOT_SENT, Ruled, Usual, gone, moved, root, served
from pipeline.model.artifact import Manifest

REQUEST, RESPONSE = "viewer-request.js", "viewer-response.js"
LIMIT: Final = 10_240
"""Bytes that a function may have."""
_KEPT = NOT_SENT | {"content-type", "cache-control", "content-disposition", "content-language"}
_REQUEST = """\
// For the event "viewer request", runtime cloudfront-js-2.0. Made from a release; changes are lost.
const moved = %(moved)s;
const gone = %(gone)s;
function handler(event) {
  const request = event.request;
  const uri = request.uri;
  const page = uri.replace(/\\/(index\\.html)?$/, "");
  if (Object.prototype.hasOwnProperty.call(moved, page)) {
    return { statusCode: 301, statusDescription: "Moved Permanently", headers: { location: { value: moved[page] } } };
  }
  if (gone.includes(page)) {
    return { statusCode: 410, statusDescription: "Gone" };
  }
  if (uri.endsWith("/")) {
    request.uri = uri + "index.html";
  } else if (!uri.slice(uri.lastIndexOf("/")).includes(".")) {
    return { statusCode: 301, statusDescription: "Moved Permanently", headers: { location: { value: uri + "/" } } };
  }
  return request;
}
"""
_RESPONSE = """\
// For the event "viewer response", runtime cloudfront-js-2.0. Made from a release; changes are lost.
const rules = %(rules)s;
function handler(event) {
  const response = event.response;
  const uri = event.request.uri.replace(/\\/$/, "/index.html");
  if (response.statusCode >= 400) {
    return response;
  }
  rules.forEach(function (rule) {
    const before = rule[0];
    const after = rule[1];
    const long = after !== null && uri.length >= before.length + after.length;
    if (after === null ? uri === before : long && uri.startsWith(before) && uri.endsWith(after)) {
      Object.keys(rule[2]).forEach(function (name) {
        response.headers[name] = { value: rule[2][name] };
      });
    }
  });
  return response;
}
"""


def rules(manifest: Manifest, _usual: Usual) -> Ruled:
    """The functions, as far as they fit; without the second where a bucket keeps all headers."""
    leads = [(old.rstrip("/"), new) for old, new in moved(manifest).items()]
    lost = [one.rstrip("/") for one in gone(manifest)]
    request, left = _fitting(_REQUEST, {"moved": leads, "gone": lost})
    said = {
        f"{root(manifest)}/{quote(one.path)}": {n: v for n, v in one.headers.items() if n not in _KEPT}
        for one in served(manifest)
    }
    told = [[pattern.before, pattern.after, headers] for pattern, headers in in_few(said, root(manifest)).items()]
    response, unsaid = _fitting(_RESPONSE, {"rules": told})
    files = {REQUEST: request} | ({RESPONSE: response} if told else {})
    notes = (
        f"{left} old addresses do not fit into the 10 kB of a function; those that moved lead on by their pages",
        f"{unsaid} rules for headers do not fit into the 10 kB of a function",
    )
    return Ruled(files, tuple(note for note, count in zip(notes, (left, unsaid), strict=True) if count))


def _fitting(template: str, parts: dict[str, list[Any]]) -> tuple[str, int]:
    """A function with as much of the parts as fits, from their beginnings, and how much does not."""
    left = 0
    while len((made := template % {name: _data(name, some) for name, some in parts.items()}).encode()) > LIMIT:
        longest = max(parts, key=lambda name: len(parts[name]))
        over = max(1, len(parts[longest]) // 16)
        parts = {**parts, longest: parts[longest][:-over]}
        left += over
    return made, left


def _data(name: str, some: Iterable[Any]) -> str:
    return json.dumps(dict(some) if name == "moved" else list(some), separators=(",", ":"), ensure_ascii=True)
