"""Libraries in a dictionary, printed by the real tool; and a look at what came of it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import page
import pikepdf
import pypdfium2

from pipeline import content, handouts
from pipeline.formats import markdown
from pipeline.formats.markdown import Rendering
from pipeline.handouts.drivers.pdf import Pdf
from pipeline.jobs import Job, Task
from pipeline.model.artifact import Blob, sha256
from pipeline.model.tree import TEXT_SUFFIXES, File, Tree, suffix
from pipeline.settings import load
from tests.support.library import FILES

HOUSE = Path(__file__).parents[2]
HANDOUT = "content/handouts/urge-log.md"


class Shelf:
    """A library with its bytes: the small one, with other files in place of some of its own."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        theme = {p.relative_to(HOUSE).as_posix(): p for p in sorted((HOUSE / "theme/print").rglob("*")) if p.is_file()}
        self.files = {name: path.read_bytes() for name, path in theme.items()} | dict(files)
        settings, problems = load(self.files["pipeline.toml"].decode())
        assert settings is not None, problems
        tree = Tree({name: _file(name, data) for name, data in sorted(self.files.items())})
        self.library, malformed = content.load(tree, settings)
        assert not malformed, malformed
        self.blobs = {sha256(data): data for data in self.files.values()}

    @property
    def rendered(self) -> dict[str, Rendering]:
        return {entry.path: markdown.render(entry.body, entry.path) for entry in self.library.entries}

    def sheets(self) -> dict[str, bytes]:
        return handouts.sheets(self.library, self.rendered, {})

    def jobs(self) -> tuple[Job, ...]:
        sheets = self.sheets()
        self.blobs |= {sha256(data): data for data in sheets.values()}
        blobs = {path: Blob(sha256(data), len(data)) for path, data in sheets.items()}
        return handouts.jobs(self.library, blobs, self.rendered)

    def pdf(self, job: Job, folder: Path) -> bytes:
        """What the performer makes of a job."""
        scratch = folder / "scratch"
        scratch.mkdir(parents=True, exist_ok=True)
        paths = {}
        for number, (name, blob) in enumerate(job.inputs.items()):
            (folder / str(number)).write_bytes(self.blobs[blob.digest])
            paths[name] = str(folder / str(number))
        made = Pdf().perform(Task(job.params, paths, str(scratch))).files["pdf"]
        assert isinstance(made, bytes)
        return made

    def pdfs(self, folder: Path, *wanted: str) -> dict[str, bytes]:
        """Format → PDF of the one handout; all formats, unless some are named."""
        jobs = {job.params["format"]: job for job in self.jobs()}
        return {name: self.pdf(job, folder / name) for name, job in jobs.items() if not wanted or name in wanted}


def small(edits: Mapping[str, str | bytes] | None = None) -> Shelf:
    """The small library of the tests with some files changed."""
    texts = {name: text.encode() for name, text in FILES.items() if "podcasts" not in name}
    return Shelf(texts | {n: t.encode() if isinstance(t, str) else t for n, t in (edits or {}).items()})


def sample() -> Shelf:
    """The library of this repository, without its sound."""
    paths = [HOUSE / "pipeline.toml", HOUSE / "theme/strings/en.yml", *sorted((HOUSE / "content").rglob("*"))]
    named = {path.relative_to(HOUSE).as_posix(): path for path in paths if path.is_file()}
    return Shelf({name: path.read_bytes() for name, path in named.items() if "podcasts" not in name})


def handout(body: str, more: str = "") -> Shelf:
    """The small library whose one handout has this body, and more front matter."""
    head, _, _ = FILES[HANDOUT].rpartition("---\n")
    return small({HANDOUT: f"{head}{more}---\n{body}"})


def failures(pdf: bytes) -> list[str]:
    """Where a PDF fails the standard for accessible documents (PDF/UA-1), by a checker that did not make it."""
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    return [str(failure) for failure in report.failures]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def fields(pdf: bytes) -> dict[str, str]:
    """Name → tooltip of every field; a group of buttons is one field."""
    document: Any = opened(pdf)
    return {str(field.T): str(field.TU) for field in document.Root.AcroForm.Fields}


def fonts(pdf: bytes) -> dict[str, Any]:
    """Name → keys of every font descriptor."""
    document = opened(pdf)
    found = (one for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one)
    return {str(one.FontName): set(one.keys()) for one in found}


def alternatives(pdf: bytes) -> set[str]:
    """What is said in place of pictures."""
    document = opened(pdf)
    return {str(one.Alt) for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one}


def drawn(pdf: bytes, *, dpi: int = 110) -> list[Any]:
    """Its pages as pictures (Pillow)."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    return [document[n].render(scale=dpi / 72).to_pil() for n in range(len(document))]


def text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(document[n].get_textpage().get_text_range() for n in range(len(document)))


def _file(path: str, data: bytes) -> File:
    return File(path, sha256(data), len(data), data if suffix(path) in TEXT_SUFFIXES else None)
