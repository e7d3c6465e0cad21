"""A folder of documents is moved in, as whoever has one does it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from pipeline.importing.prose import Shown, prose
from pipeline.importing.source.found import Text
from tests.importing.papers.paper import docx, p
from tests.importing.papers.test_papers import SHOWN
from tests.support import library
from tests.support.library import square
from tests.support.run import pipeline


def content(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in (root / "content").rglob("*") if path.is_file()}


def test_documents_become_files_as_editors_write_them(tmp_path: Path) -> None:
    root, papers = library.write(tmp_path / "library"), tmp_path / "papers"
    shutil.rmtree(root / "content/podcasts")
    papers.mkdir()
    changed = "<dcterms:modified>2019-05-03T10:00:00Z</dcterms:modified>"
    sheet = p("Change plan", bold=True) + p("Fill this in when you want to change something in your life.")
    (papers / "plan.docx").write_bytes(docx(sheet + p("What would I gain?") + p("______"), core=changed))
    text = p("How urges pass", bold=True) + p("An urge rises, peaks and falls, like a wave on a beach.")
    (papers / "urges.docx").write_bytes(docx(text + SHOWN.format("A wave"), core=changed, image1_png=square(2)))
    (papers / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")

    run = pipeline("import", "docx", papers, "--root", root, "-q")
    written = content(root)
    assert run.status == 1, "the old document waits for somebody to decide"
    report = json.loads((root / "import-report.json").read_bytes())
    assert "save it as Word document (.docx)" in json.dumps(report["losses"])
    assert report["problems"] == [], "what comes in is in order"
    handout = written["content/handouts/plan.md"].decode()
    assert handout.endswith("\n```form\n- lines: What would I gain?\n  rows: 1\n```\n")
    assert "title: Change plan\n" in handout and "date: 2019-05-03\n" in handout
    article = written["content/library/articles/urges.md"].decode()
    assert "\n![A wave](images/" in article

    pipeline("import", "docx", papers, "--root", root, "-q")
    assert content(root) == written, "a second run changes nothing"


class Nowhere:
    def link(self, url: str) -> str:
        return url

    def picture(self, url: str) -> Shown | None:
        return None


def test_only_what_a_reader_made_becomes_a_form() -> None:
    code = '<pre><code class="language-form">- text: {}\n</code></pre>'
    made = prose(Text(code.format("Name") + code.format("Card number"), forms=("- text: Name\n",)), Nowhere())
    assert made.markdown == "```form\n- text: Name\n```\n\n```\n- text: Card number\n```\n"
