"""What people write into handouts, and what strangers might: it is printed and accessible, or refused with a reason."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.handouts.drivers.pdf import Pdf
from pipeline.jobs import Failure, Task
from tests.handouts import printer
from tests.support.library import FILES, square

BODIES = {
    "a table": "| Day | Urge |\n| :-- | --: |\n| Monday | 3 |\n| Tuesday | 4 |\n",
    "a long table": "| Day | Urge |\n| --- | --- |\n" + "| Monday | 3 |\n" * 120,
    "a long word": f"A word: {'Donaudampfschifffahrt' * 20}.\n",
    "a long address": f"Look at <https://example.org/{'path/' * 60}>.\n",
    "nested lists": "- one\n    - two\n        1. three\n        2. four\n            - five\n- six\n",
    "headings": "## First\n\ntext\n\n### Second\n\ntext\n\n#### Third\n\ntext\n",
    "everything else": '> A saying.\n\n!!! note "Mind"\n    A note.\n\nTerm\n:   What it means\n\n'
    "A fact.[^1] ***both***, `code`.\n\n    more code\n\n[^1]: Its source.\n\n---\n\n[A place](#end)\n\n## End\n\nEnd.",
    "many lines": "```form\n- lines: Everything\n  rows: 60\n- table: Days\n"
    "  columns: [a, b, c, d, e, f, g, h, i, j, k, l]\n  rows: 60\n```\n",
    "long groups": "```form\n- choice: Which?\n  options: ["
    + ", ".join(f"a rather long answer of number {n}" for n in range(30))
    + "]\n- scale: From cold to warm\n  from: -10\n  to: 10\n  labels: [cold, warm]\n```\n",
    "a long label": f"```form\n- check: {'I have read this and thought. ' * 12}\n- text: {'word ' * 95}\n```\n",
    "a group at the foot of a page": "A line.\n\n" * 37
    + "```form\n- scale: How?\n- choice: Where?\n  options: [a, b]\n```\n",
    "two forms with one question": "```form\n- text: Why?\n```\n\nand\n\n```form\n- text: Why?\n- scale: Why?\n```\n",
    "characters with a meaning": "```form\n- text: A (b) \\ <c> & 'e'\n- scale: A (b) \\ <c>\n```\n",
    "symbols": "Yes ✓, no ✗, so → there ☐ ★ ☎ 5 ≤ 6, a soft\u00adhyphen, a\u200bzero\u200dwidth.\n",
    "letters of several parts": "e\u0301, z\u0308\u0323, \u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd, q\u0307.\n",
    "Greek, Cyrillic, Vietnamese": "Γνῶθι σεαυτόν, γνώθι. Познай себя. Hãy biết chính mình. Zażółć gęślą jaźń.\n",
}
FORMATS = ["A4", "large print"]
STYLE, FONT = "theme/print/sheet.css", "theme/print/fonts/atkinson-hyperlegible-next-regular.woff2"
HELLO = "\u05e9\u05dc\u05d5\u05dd"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, bytes]]:
    """What becomes of a body, printed when it is first asked for."""
    return cache(lambda body: printer.handout(BODIES[body]).pdfs(tmp_path_factory.mktemp("printed"), *FORMATS))


@pytest.mark.parametrize("body", BODIES)
def test_it_is_printed_and_accessible(body: str, printed: Callable[[str], dict[str, bytes]]) -> None:
    pdfs = printed(body)
    assert {size: printer.failures(pdfs[size]) for size in FORMATS} == {size: [] for size in FORMATS}


@pytest.mark.parametrize("body", ["many lines", "long groups", "a group at the foot of a page"])
def test_no_group_is_parted_and_no_field_lies_outside_its_page(
    body: str, printed: Callable[[str], dict[str, bytes]]
) -> None:
    for pdf in printed(body).values():
        document: Any = printer.opened(pdf)
        names = list(printer.fields(pdf))
        assert len(names) == len(set(names)) == len(document.Root.AcroForm.Fields)
        for group in (field for field in document.Root.AcroForm.Fields if "/Kids" in field):
            states = {str(state) for button in group.Kids for state in button.AP.N.keys()}  # noqa: SIM118 - not a dict
            assert len(states) == len(group.Kids) == len(group.Opt)
        for page in document.pages:
            _, _, width, height = (float(side) for side in page.mediabox)
            for widget in page.get("/Annots", []):
                left, one, right, other = (float(side) for side in widget.Rect)
                assert min(left, right) >= 0 and max(left, right) <= width
                assert min(one, other) >= 0 and max(one, other) <= height


@pytest.mark.parametrize(
    ("language", "text"),
    [("ar", "دفتر الرغبات: اكتب سطرًا بعد كل رغبة."), ("he", "יומן דחפים: כתבו שורה אחרי כל דחף.")],
)
def test_a_language_from_right_to_left(language: str, text: str, tmp_path: Path) -> None:
    label, low, high = text.split(":", maxsplit=1)[0], text[:4], text[5:8]
    body = f"{text}\n\n```form\n- text: {label}\n- scale: {label}\n  labels: [{low}, {high}]\n```\n"
    pdfs = printer.handout(body, f"language: {language}\n").pdfs(tmp_path, *FORMATS)
    assert {size: printer.failures(pdf) for size, pdf in pdfs.items()} == {size: [] for size in pdfs}
    assert str(printer.opened(pdfs["A4"]).Root.Lang) == language
    assert len(printer.fields(pdfs["A4"])) == 2
    words = text.split(":")[1].split()
    assert any(word.strip(".")[:3] in printer.text(pdfs["A4"]) for word in words)


def test_pictures_are_shown_with_their_words_and_decoration_is_not(tmp_path: Path) -> None:
    head = FILES[printer.HANDOUT].partition("---\n")[2].partition("---\n")[0]
    pictures = {"content/handouts/a b.png": square(40), "content/handouts/c.png": square(60)}
    text = f"---\n{head}image: {{file: c.png, alt: A plain square}}\n---\n![A wave](<a b.png>)\n"
    shelf = printer.small({printer.HANDOUT: text, **pictures})
    pdf = shelf.pdfs(tmp_path, "A4")["A4"]
    assert printer.failures(pdf) == []
    assert {"A wave", "A plain square"} <= printer.alternatives(pdf)
    silent = printer.small({printer.HANDOUT: text.replace("A plain square", '""'), **pictures})
    assert set(silent.jobs()[0].inputs) == set(shelf.jobs()[0].inputs) - {"content/handouts/c.png"}


def test_links_lead_to_the_library_wherever_it_is_published(tmp_path: Path) -> None:
    body = "Read [this](../library/articles/urges-pass.md#what-to-do), and [below](#below).\n\n## Below\n\nEnd.\n"
    document = printer.opened(printer.handout(body).pdfs(tmp_path, "A4")["A4"])
    leads = [str(a.A.URI) for page in document.pages for a in page.get("/Annots", []) if "/A" in a]
    assert "https://library.example/library/articles/urges-pass/#h-what-to-do" in leads
    inside = [str(a.Dest) for page in document.pages for a in page.get("/Annots", []) if "/Dest" in a]
    assert inside == ["h-below"]


def test_a_character_that_no_font_has_is_named(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=re.escape("no font for print has 漢 (U+6F22), 🌊 (U+1F30A)")) as failed:
        printer.handout("Kanji: 漢, a wave: 🌊\n").pdfs(tmp_path, "A4")
    assert (failed.value.code, failed.value.tool) == ("no-font", False)
    assert "theme/print/own.css" in failed.value.hint


def test_a_library_may_bring_a_font_of_its_own(tmp_path: Path) -> None:
    font = (printer.HOUSE / "theme/print/fonts/noto-sans-hebrew.woff2").read_bytes()
    css = '@font-face { font-family: "Ours"; src: url("fonts/ours.woff2") }\nhtml { font-family: "Sheet", "Ours" }\n'
    head = FILES[printer.HANDOUT].rpartition("---\n")[0]
    files: dict[str, str | bytes] = {
        printer.HANDOUT: f"{head}---\n{HELLO}\n",
        "theme/print/own.css": css,
        "theme/print/fonts/ours.woff2": font,
    }
    pdf = printer.small(files).pdfs(tmp_path, "A4")["A4"]
    assert printer.failures(pdf) == []
    assert any(name.endswith("Ours") for name in printer.fonts(pdf))


def test_a_handout_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    shelf = printer.handout("| a | b |\n| - | - |\n" + "| c | d |\n" * 3000)
    (job, *_) = shelf.jobs()
    slow = type(job)(job.performer, job.subject, job.inputs, {**job.params, "seconds": 0.01})
    with pytest.raises(Failure, match=r"took more than 0\.01 s") as failed:
        shelf.pdf(slow, tmp_path)
    assert failed.value.code == "too-complex"


def test_a_sheet_reads_nothing_but_its_inputs(tmp_path: Path) -> None:
    asked: list[str] = []

    class Ears(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

    server = http.server.HTTPServer(("127.0.0.1", 0), Ears)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}/"
    (tmp_path / "secret.txt").write_text("the secret")
    secret = (tmp_path / "secret.txt").as_uri()
    sheet = f"""<!DOCTYPE html><html lang="en"><head><title>t</title><link rel="stylesheet" href="{here}a.css">
    <link rel="attachment" href="{secret}"><style>@import url("{here}b.css");
    @font-face {{ font-family: x; src: url("{here}c.woff2") }} p {{ font-family: x }}</style></head>
    <body><p>text</p><img src="{here}d.png" alt="x"><img src="{secret}" alt="x">
    <a rel="attachment" href="{secret}">file</a></body></html>"""
    (tmp_path / "sheet").write_text(sheet)
    inputs = {"sheet": str(tmp_path / "sheet")} | {path: str(printer.HOUSE / path) for path in (STYLE, FONT)}
    made = Pdf().perform(Task({"styles": [STYLE], "seconds": 20}, inputs, str(tmp_path)))
    server.shutdown()
    server.server_close()
    pdf = made.files["pdf"]
    assert isinstance(pdf, bytes)
    assert asked == []
    assert not printer.opened(pdf).attachments
