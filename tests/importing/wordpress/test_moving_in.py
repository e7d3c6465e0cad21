"""A site of WordPress is moved in, as whoever has one does it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import library, wxr
from tests.support.library import square
from tests.support.run import pipeline
from tests.support.site import Reply, site
from tests.support.wxr import Entry

WORDS = "An urge rises, peaks and falls, and there are things to do meanwhile."
EPISODE = "0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11"
"""The GUID of an episode that the library has already, as from its feed."""


def content(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in (root / "content").rglob("*") if path.is_file()}


def test_a_site_becomes_files_as_editors_write_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = library.write(tmp_path / "library")
    with site() as old:
        home = old.url("")
        uploads = f"{home}/wp-content/uploads/2019/05"
        monkeypatch.setattr(wxr, "HOME", home)
        monkeypatch.setattr(wxr, "UPLOADS", uploads)
        old.says("/wp-content/uploads/2019/05/sea.jpg", Reply(200, square(40), {"Content-Type": "image/png"}))
        text = f'{WORDS}\nMore of it.\n\n[gallery ids="7"]\n\nHear <a href="/?p=12">this</a>.\n\n[poll id="3"]'
        export = tmp_path / "export.xml"
        enclosure = f'{uploads}/one.mp3\n10\naudio/mpeg\na:1:{{s:8:"duration";s:4:"0:05";}}'
        export.write_bytes(
            wxr.wxr(
                Entry(11, text, title="Waves", slug="waves", terms=[("category", "c", "Coping with urges")]),
                Entry(12, WORDS, title="First steps", slug="one", meta={"enclosure": enclosure, "ssp_guid": EPISODE}),
                wxr.picture(7, "sea.jpg", "The sea"),
                home=home,
            )
        )
        before = content(root)
        run = pipeline("import", "wordpress", export, "--allow-private", "--root", root, "-q")
        written = content(root)
        pipeline("import", "wordpress", export, "--allow-private", "--root", root, "-q")
        assert content(root) == written, "a second run changes nothing"
    report = json.loads((root / "import-report.json").read_bytes())
    waits = [one["kind"] for one in report["kinds"] if one["open"]]
    assert (run.status, waits) == (1, ["fetch/failed", "shortcode/poll"]), "nobody has the recording any more"
    assert report["problems"] == [], "what comes in is in order"
    article = written["content/library/articles/waves.md"].decode()
    assert "redirect_from:\n  - /2019/05/waves/\ntopics: [coping-with-urges]\n" in article
    assert f"\n---\n\n{WORDS}\\\nMore of it.\n\n![The sea](images/sea.png)\n\nHear [this](" in article
    assert "poll" not in article.rpartition("---")[2]
    assert sorted(written.keys() - before.keys()) == [
        "content/library/articles/images/sea.png",
        "content/library/articles/waves.md",
    ], "the episode was there already, and so was its show"
