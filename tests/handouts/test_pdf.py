"""The PDFs of handouts, as those meet them who print them, fill them in, or hear them."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageStat

from pipeline import handouts
from pipeline.formats import form
from pipeline.handouts.drivers.first_page import FirstPage
from pipeline.jobs import Outcome, Task
from pipeline.jobs.outcome import Status
from pipeline.model.artifact import Blob
from pipeline.model.kinds import handout
from tests.handouts import printer
from tests.support.library import FILES
from tests.support.sample import Sample

SIZES = {"A4": (210, 297), "Letter": (215.9, 279.4), "large print": (210, 297)}
FORM = """\
Write it down.

```form
- text: What do I want?
- lines: What would I gain?
  rows: 4
  help: Think of health and time.
- check: I have told someone.
- choice: Where was I?
  options: [at home, at work]
- scale: How strong was it?
  from: 0
  to: 10
  labels: [none, strongest]
- table: My week
  columns: [Day, What I did]
  rows: 2
- date: Today
- sign: My name
```
"""
TOOLTIPS = {
    "what-do-i-want": "What do I want?",
    "what-would-i-gain": "What would I gain? (Think of health and time.)",
    "i-have-told-someone": "I have told someone.",
    "where-was-i": "Where was I?",
    "how-strong-was-it": "How strong was it?",
    "my-week-1-1": "My week: Day, row 1",
    "my-week-1-2": "My week: What I did, row 1",
    "my-week-2-1": "My week: Day, row 2",
    "my-week-2-2": "My week: What I did, row 2",
    "today": "Today (a date)",
    "my-name": "My name",
}


@pytest.fixture(scope="module")
def shelf() -> printer.Shelf:
    return printer.handout(FORM, "language: en-GB\nauthors: [alex, sam]\nupdated: 2026-02-03\n")


@pytest.fixture(scope="module")
def pdfs(shelf: printer.Shelf, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return shelf.pdfs(tmp_path_factory.mktemp("pdfs"))


def test_a_checker_finds_them_accessible(pdfs: dict[str, bytes]) -> None:
    assert {form: printer.failures(pdf) for form, pdf in pdfs.items()} == {size: [] for size in SIZES}


@pytest.mark.parametrize("size", SIZES)
def test_the_document_says_what_it_is(pdfs: dict[str, bytes], size: str) -> None:
    document: Any = printer.opened(pdfs[size])
    root, info = document.Root, document.docinfo
    assert (root.Lang, root.MarkInfo.Marked, root.ViewerPreferences.DisplayDocTitle) == ("en-GB", True, True)
    assert info.Title == "Urge log"
    assert info.Author == "Alex, Sam"
    assert str(info.Subject).startswith("A sheet on which to write down urges")
    assert (info.CreationDate, info.ModDate) == ("D:20260104", "D:20260203")
    with document.open_metadata() as xmp:
        assert xmp["pdfuaid:part"] == "1"
    width, height = (float(side) / 72 * 25.4 for side in document.pages[0].mediabox[2:])
    assert (width, height) == pytest.approx(SIZES[size], abs=0.1)


def test_bookmarks_lead_to_title_and_questions(pdfs: dict[str, bytes]) -> None:
    with printer.opened(pdfs["A4"]).open_outline() as outline:
        (title,) = outline.root
    assert title.title == "Urge log"
    questions = [child.title for child in title.children]
    assert questions[:2] == ["What do I want?", "What would I gain?"]
    assert len(questions) == 7


@pytest.mark.parametrize("size", SIZES)
def test_every_field_has_a_name_and_says_its_question(pdfs: dict[str, bytes], size: str) -> None:
    assert printer.fields(pdfs[size]) == TOOLTIPS


def test_fields_have_the_names_they_have_on_the_page(pdfs: dict[str, bytes], shelf: printer.Shelf) -> None:
    (block,) = shelf.rendered[printer.HANDOUT].forms
    parsed, _ = form.parse(block.text, printer.HANDOUT, 1)
    assert parsed
    assert set(printer.fields(pdfs["A4"])) == set(
        re.findall(r' name="([^"]+)"', form.to_html(parsed, "f-", shelf.library.wording))
    )


def test_buttons_say_question_and_answer_and_belong_to_one_group(pdfs: dict[str, bytes]) -> None:
    document: Any = printer.opened(pdfs["A4"])
    (scale,) = (field for field in document.Root.AcroForm.Fields if field.T == "how-strong-was-it")
    said = [str(button.TU) for button in scale.Kids]
    assert said[0] == "How strong was it? 0 – none"
    assert said[5] == "How strong was it? 5"
    assert said[10] == "How strong was it? 10 – strongest"
    assert all("/T" not in button and button.Parent.T == scale.T for button in scale.Kids)


def test_answers_are_shown_where_they_are_filled_in(pdfs: dict[str, bytes], tmp_path: Path) -> None:
    document: Any = printer.opened(pdfs["A4"])
    (answer,) = (field for field in document.Root.AcroForm.Fields if str(field.T) == "what-do-i-want")
    answer.V = pikepdf.String("A walk every day")
    document.save(tmp_path / "filled.pdf")
    before, after = (printer.drawn(pdf)[0] for pdf in (pdfs["A4"], (tmp_path / "filled.pdf").read_bytes()))
    changed = ImageChops.difference(before, after).getbbox()
    assert changed
    left, top, right, bottom = (float(side) for side in answer.Rect)
    scale, height = 110 / 72, before.height
    assert left * scale - 2 <= changed[0] and changed[2] <= right * scale + 2
    assert height - top * scale - 2 <= changed[1] and changed[3] <= height - bottom * scale + 2


def test_fonts_are_those_of_the_theme_and_inside(pdfs: dict[str, bytes]) -> None:
    fonts = printer.fonts(pdfs["A4"])
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} == {"Sheet"}
    assert all("/FontFile2" in font for font in fonts.values())


@pytest.mark.parametrize("size", SIZES)
def test_the_code_on_the_page_leads_to_the_page(pdfs: dict[str, bytes], size: str) -> None:
    address = "https://library.example/handouts/urge-log/"
    codes = zxingcpp.read_barcodes(printer.drawn(pdfs[size])[0])
    assert [code.text for code in codes] == [address]
    assert address in printer.text(pdfs[size])
    assert "This page online" in " ".join(printer.text(pdfs[size]).split())
    assert printer.alternatives(pdfs[size]) == {f"QR code with the address of this page: {address}"}


@pytest.mark.parametrize("size", SIZES)
def test_pages_are_white_and_need_no_colour(pdfs: dict[str, bytes], size: str) -> None:
    for picture in printer.drawn(pdfs[size], dpi=50):
        red, green, blue = picture.convert("RGB").split()
        assert red.tobytes() == green.tobytes() == blue.tobytes()
        assert ImageStat.Stat(picture.convert("L")).mean[0] > 235


def test_large_print_has_nothing_below_18_points(pdfs: dict[str, bytes]) -> None:
    assert min(_sizes(pdfs["large print"])) >= 18
    assert min(_sizes(pdfs["A4"])) >= 9


def test_pages_are_numbered(pdfs: dict[str, bytes]) -> None:
    pages = len(printer.opened(pdfs["large print"]).pages)
    assert pages > 1
    text = printer.text(pdfs["large print"])
    assert all(f"{number} / {pages}" in text for number in range(1, pages + 1))


def test_what_stands_in_the_margins_is_not_read_out(pdfs: dict[str, bytes]) -> None:
    document: Any = printer.opened(pdfs["large print"])
    numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
    by_page = {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
    for page in document.pages:
        stream: Any = pikepdf.parse_content_stream(page)
        begun = [one.operands for one in stream if str(one.operator) == "BDC"]
        margins = [operands for operands in begun if str(operands[0]) == "/Artifact"]
        assert len(margins) == 2  # the address, and the number of the page
        assert all(operands[1].Type == "/Pagination" for operands in margins)
        elements = by_page[int(page.StructParents)]
        assert all(elements[int(operands[1].MCID)] is not None for operands in begun if "/MCID" in operands[1])


def test_links_are_printed(pdfs: dict[str, bytes]) -> None:
    document: Any = printer.opened(pdfs["A4"])
    links = [note for page in document.pages for note in page.Annots if note.Subtype == "/Link"]
    assert links
    assert all(int(link.F) & 4 for link in links)


def test_what_is_said_besides_the_handout_is_in_the_language_of_the_site(tmp_path: Path) -> None:
    words = (printer.HOUSE / "theme/strings/en.yml").read_text(encoding="utf-8")
    words += "\nworksheet:\n  cell: '{column}, row {row}'\n"
    for english, german in {
        "QR code with the address": "QR-Code mit der Adresse",
        "By {people}": "Von {people}",
        "licence {licence}": "Lizenz {licence}",
        "sources: Sources": "sources: Quellen",
        "(a date)": "(ein Datum)",
        "{column}, row {row}": "Zeile {row}: {column}",
    }.items():
        assert english in words
        words = words.replace(english, german)
    settings = FILES["pipeline.toml"].replace("[site]", '[site]\nlanguage = "de"\nlicence = "CC-BY-4.0"')
    head = FILES[printer.HANDOUT].rpartition("---\n")[0]
    text = f"{head}language: en\nauthors: [alex]\nsources: [{{title: A book}}]\n---\n{FORM}"
    shelf = printer.small({"theme/strings/de.yml": words, "pipeline.toml": settings, printer.HANDOUT: text})
    sheet = shelf.sheets()[printer.HANDOUT].decode()
    assert '<html lang="en"' in sheet and '<section lang="de"' in sheet and '<footer lang="de"' in sheet
    pdf = shelf.pdfs(tmp_path, "A4")["A4"]
    assert printer.failures(pdf) == []
    printed = printer.text(pdf)
    assert all(said in printed for said in ("Von Alex", "4. Januar 2026", "Lizenz CC-BY-4.0", "Quellen"))
    assert printer.fields(pdf)["today"] == "Today (ein Datum)"
    assert printer.fields(pdf)["my-week-2-1"] == "My week: Zeile 2: Day"


def test_the_first_page_is_drawn_as_it_is_seen(pdfs: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "pdf").write_bytes(pdfs["Letter"])
    made = FirstPage().perform(Task({"widths": [320, 160]}, {"pdf": str(tmp_path / "pdf")}, ""))
    facts = made.facts["copies"]
    assert [(fact["width"], fact["height"]) for fact in facts] == [(160, 207), (320, 414)]
    small, large = (Image.open(io.BytesIO(made.files[fact["name"]])) for fact in facts)  # type: ignore[arg-type]
    assert (small.format, small.size, large.size) == ("WEBP", (160, 207), (320, 414))
    page = printer.drawn(pdfs["Letter"], dpi=38)[0].convert("L").resize(large.size)
    assert ImageStat.Stat(ImageChops.difference(page, large.convert("L"))).mean[0] < 8


def test_one_picture_a_handout_of_the_first_of_its_formats() -> None:
    shelf = printer.sample()
    outcomes = [Outcome(job, Status.BUILT, "", {"pages": 1}, {"pdf": Blob(job.subject, 1)}) for job in shelf.jobs()]
    drawn = [job.subject for job in handouts.first_pages(outcomes)]
    assert drawn == [f"{one.path} (A4)" for one in shelf.library.of(handout.KIND)]
    assert handouts.first_pages([]) == ()


def test_an_editor_chooses_the_formats() -> None:
    shelf = printer.handout("Write.", "paper: [Letter]\nlarge_print: no\n")
    assert [job.params["format"] for job in shelf.jobs()] == ["Letter"]


def test_the_samples_are_accessible(sample: Sample) -> None:
    pages = {}
    for file in sample.at("/").public.rglob("*.pdf"):
        pdf = file.read_bytes()
        assert printer.failures(pdf) == [], file.name
        pages[file.name] = len(printer.opened(pdf).pages)
    assert len(pages) > 20
    assert max(count for name, count in pages.items() if "large" not in name) <= 2, "both sides of one sheet"


def _sizes(pdf: bytes) -> set[float]:
    """Sizes of all text that is shown, in points."""
    found = set()
    for page in pypdfium2.PdfDocument(pdf):
        for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            found.add(round(one.get_font_size() * abs(one.get_matrix().d), 1))
    return found
