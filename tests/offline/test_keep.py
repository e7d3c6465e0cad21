"""What a site offers to keep: nothing unless its library says so, and then the digests of all its pages."""

from __future__ import annotations

import hashlib
import json

from pipeline import flow
from pipeline.model.artifact import Manifest
from tests.promises.edits import whole
from tests.support.twins import world

KEEP = b"\n[offline]\nkeep = true\n"


def built(*, keep: bool) -> tuple[Manifest, dict[str, bytes]]:
    files = {**whole(), "theme/offline/service-worker.js": b"let a"}
    files["pipeline.toml"] += KEEP if keep else b""
    one = world(files)
    manifest = flow.build(one).manifest
    return manifest, {a.path: b"".join(one.output.open(a)) for a in manifest.artifacts.values()}


def test_a_site_keeps_nothing_unless_its_library_says_so() -> None:
    manifest, files = built(keep=False)
    assert not {"service-worker.js", "offline.json"} & set(manifest.artifacts)
    assert not [path for path, data in files.items() if b"worker-src" in data]


def test_one_that_does_tells_the_digest_of_each_page_and_lets_a_worker_answer() -> None:
    manifest, files = built(keep=True)
    assert files["service-worker.js"] == b"let a"
    assert manifest.artifacts["service-worker.js"].headers["content-type"] == "text/javascript; charset=utf-8"
    pages = {path: data for path, data in files.items() if path == "index.html" or path.endswith("/index.html")}
    pages = {path: data for path, data in pages.items() if b'http-equiv="refresh"' not in data}
    told = {path.removesuffix("index.html"): hashlib.sha256(data).hexdigest()[:16] for path, data in pages.items()}
    first = {"search/first.json": hashlib.sha256(files["search/first.json"]).hexdigest()[:16]}
    assert json.loads(files["offline.json"]) == {"version": 1, "pages": told, "files": first}
    assert all(b"; worker-src 'self'; " in data for data in pages.values())
