"""WeasyPrint: `Pdf` makes tagged PDFs (PDF/UA-1) with fields, from nothing but the inputs of its job.

The same inputs give the same bytes anywhere: fonts are those of the job, as fontconfig is shown no other; dates are
those of the sheet. Each is laid out in a process that can be killed, since contributed text decides how long it takes.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import io
import multiprocessing
import os
import resource
import sys
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pipeline.handouts import structure
from pipeline.handouts.fields import GROUP
from pipeline.handouts.letters import no_font
from pipeline.handouts.sheet import INPUTS
from pipeline.jobs import Failure, Made, Task
from pipeline.jobs.packages import version

MEMORY_BYTES = 2 << 30
_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig></fontconfig>
"""
_PACKAGES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "cssselect2", "pyphen")
_SHARED = {
    "pango": ("pango_version_string", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    "harfbuzz": ("hb_version_string", "libharfbuzz.so.0", "libharfbuzz.0.dylib"),
}
"""Libraries of the machine that decide where a letter stands: the function that tells the version, and the names under
which WeasyPrint loads them on Linux and macOS."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """Performer `pdf`: lays out the input `sheet` in one format.

    Params: `styles`, the inputs that are its style sheets, and `seconds`, the time it may take. Output: `pdf`. Fact:
    `pages`. Raises `Failure` when a font or Pango is missing; `remedy` says how this machine gets Pango.
    """

    recipe: int = 1
    durable: bool = False
    remedy: str = "install Pango"

    @property
    def versions(self) -> Mapping[str, str]:
        shared = {name: _shared(function, *files) for name, (function, *files) in _SHARED.items()}
        return {name: version(name) for name in _PACKAGES} | shared

    def perform(self, task: Task) -> Made:
        _load(self.remedy)
        answer = _bounded(task, _fonts(task.inputs))
        if isinstance(answer, Failure):
            raise answer
        return answer


def _shared(function: str, *files: str) -> str:
    """What a shared library says of its version; empty where it is not here."""
    for file in files:
        with contextlib.suppress(OSError, AttributeError):
            tell = getattr(ctypes.CDLL(file), function)
            tell.restype = ctypes.c_char_p
            return str(tell().decode("ascii"))
    return ""


def _load(remedy: str) -> None:
    """Import WeasyPrint. Its complaints about a machine without Pango go to stdout: they are kept from there."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import weasyprint  # noqa: F401
            from weasyprint.text.ffi import harfbuzz_subset
        except OSError as error:
            library = str(error).partition("'")[2].partition("'")[0] or "Pango"
            raise Failure(f"PDFs need Pango, and `{library}` is not on this machine", remedy, tool=True) from None
    if harfbuzz_subset is None:
        message = "PDFs need HarfBuzz's subsetter, and `libharfbuzz-subset` is not on this machine"
        raise Failure(message, remedy, tool=True)


def _fonts(inputs: Mapping[str, str]) -> dict[str, bytes]:
    """Those of the inputs that are packed fonts, unpacked: before the fork, so that the next job of this process finds
    them as well. To unpack those of the theme takes Python longer than to print most handouts.
    """
    return {name: _unpacked(Path(path).read_bytes()) for name, path in inputs.items() if name.endswith(".woff2")}


@lru_cache(maxsize=32)
def _unpacked(font: bytes) -> bytes:
    """A font as WeasyPrint itself would unpack it; what can't be is left to it."""
    from fontTools.ttLib import woff2

    unpacked = io.BytesIO()
    try:
        woff2.decompress(io.BytesIO(font), unpacked)
    except Exception:  # noqa: BLE001 - fontTools raises what it happens to meet in a broken font
        return font
    return unpacked.getvalue()


def _bounded(task: Task, fonts: Mapping[str, bytes]) -> Made | Failure:
    """What came of the task, in a process of its own that is killed when it takes too long or too much memory."""
    seconds = task.params["seconds"]
    context = _context()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(task, fonts, theirs))
    process.start()
    theirs.close()
    try:
        answer = ours.recv() if ours.poll(seconds) else None
    except EOFError:
        answer = None
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()
    if isinstance(answer, Made | Failure):
        return answer
    message = f"the PDF of this handout took more than {seconds} s or {MEMORY_BYTES >> 30} GB, or broke WeasyPrint"
    return Failure(message, "make the handout simpler, or split it", "too-complex")


def _context() -> Any:
    """How that process begins: by a fork, which the libraries below Pango bear on Linux alone."""
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def _work(task: Task, fonts: Mapping[str, bytes], answer: Connection) -> None:
    gc.disable()  # to look for circles takes a fifth of the time, finds nothing, and this process ends with the task
    _bound_memory()
    try:
        answer.send(_make(task, fonts))
    except Failure as failure:
        answer.send(failure)
    except (MemoryError, RecursionError):
        answer.send(None)
    except Exception as error:  # noqa: BLE001 - a fault of WeasyPrint is told, whatever it is
        answer.send(Failure(f"WeasyPrint failed: {error!r}", "please report it, with this handout", tool=True))


def _bound_memory() -> None:
    """Only Linux says how much this process holds, and keeps to what it is told; elsewhere time alone is bounded."""
    if sys.platform == "linux":
        held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY_BYTES, held + MEMORY_BYTES))


def _make(task: Task, unpacked: Mapping[str, bytes]) -> Made:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = Path(task.scratch, "fonts.conf")
    fonts.write_text(_FONTS, encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(fonts)  # this process ends with the task
    tempfile.tempdir = task.scratch  # it is killed, and can't clear up after itself
    config, fetcher = FontConfiguration(), _fetcher(task.inputs, unpacked)
    styles = [
        weasyprint.CSS(url=INPUTS + name, url_fetcher=fetcher, font_config=config)
        for name in task.params["styles"]
        if name in task.inputs
    ]
    sheet = Path(task.inputs["sheet"]).read_text(encoding="utf-8")
    page = weasyprint.HTML(string=sheet, base_url=INPUTS, url_fetcher=fetcher)
    document = page.render(font_config=config, stylesheets=styles, pdf_forms=True, pdf_variant="pdf/ua-1")
    data = document.write_pdf(finisher=_finish, pdf_forms=True, pdf_variant="pdf/ua-1")
    return Made({"pages": len(document.pages)}, {"pdf": data})


def _fetcher(inputs: Mapping[str, str], unpacked: Mapping[str, bytes]) -> Any:
    """What WeasyPrint asks for its files: the inputs of the job, and what stands in the sheet itself."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Inputs(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            name = unquote(url.removeprefix(INPUTS))
            if name not in inputs:
                raise ValueError(f"{url} is no input of this job")
            sort = {"Content-Type": "text/css; charset=utf-8"} if url.endswith(".css") else {}
            return URLFetcherResponse(url, unpacked.get(name) or Path(inputs[name]).read_bytes(), sort)

    return Inputs(allowed_protocols={"data", "https"})


def _finish(document: Any, pdf: Any) -> None:
    """The last touch before the PDF is written. Raises `Failure` when a font lacks a character of the text."""
    missing = {character for font in document.fonts.values() for character in font.missing}
    if missing:
        raise Failure(*no_font(sorted(missing)))
    said = document.metadata.custom.items()
    structure.name_groups(pdf, {name.removeprefix(GROUP): value for name, value in said if name.startswith(GROUP)})
    structure.fill_list_bodies(pdf)
    structure.set_margins_apart(pdf)
    structure.print_links(pdf)
    structure.name_every_glyph(pdf)
