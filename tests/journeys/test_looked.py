"""A publish whose look finds something is public and says so by a status of its own; the next one looks again."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pipeline.cli.failures import LOOKED
from tests.support import library
from tests.support.run import pipeline
from tests.support.sample import serving


class Plain(SimpleHTTPRequestHandler):
    """A web server that nobody told of content types, CORS or ranges."""

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name there
        pass


@contextmanager
def plainly(root: Path) -> Iterator[int]:
    """The port at which what is public is served by a server of which too much was hoped."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Plain, directory=str(root / "public"))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_what_readers_meet_has_a_status_of_its_own_until_it_is_well(small: Path, tmp_path: Path) -> None:
    with plainly(small) as port:
        base_url = f"http://127.0.0.1:{port}/"
        library.edit(small, "pipeline.toml", "http://127.0.0.1:8000/", base_url)
        summary = tmp_path / "summary.md"
        first = pipeline("publish", "--root", small, "--format", "github", env={"GITHUB_STEP_SUMMARY": str(summary)})
        assert first.status == LOOKED, first.stderr
        assert "error: published; but " in first.stderr and "each publish looks again until all is well" in first.stderr
        assert (small / "public/index.html").is_file()
        assert "::error title=pipeline::http" in first.stdout
        told = summary.read_text(encoding="utf-8")
        assert told.startswith("### Published: `public`") and "### Published, but readers meet this" in told
        assert "### Failed" not in told
        second = json.loads(pipeline("publish", "--root", small, "--json").stdout)
        assert (second["status"], second["ok"], second["put"]) == (LOOKED, False, [])
        wrong = [one["subject"] for one in second["look"] if not one["ok"]]
        assert f"{base_url}podcasts/talks/feed.xml" in wrong
        assert [one["message"].partition(": ")[0] for one in second["errors"][1:]] == wrong
        look = json.loads(pipeline("releases", "--root", small, "--json").stdout)["look"]
        assert [one["subject"] for one in look["wrong"]] == wrong
        assert f"  {wrong[0]}: " in pipeline("releases", "--root", small).stdout
    with serving(small, base_url):
        third = json.loads(pipeline("publish", "--root", small, "--json").stdout)
        assert (third["status"], third["put"]) == (0, [])
        assert {*wrong} <= {one["subject"] for one in third["look"]}
    assert json.loads(pipeline("publish", "--root", small, "--json").stdout)["look"] == []
    assert "found nothing wrong" in pipeline("releases", "--root", small).stdout
