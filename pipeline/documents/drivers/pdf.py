"""PDFs (ISO 32000): who wrote them with what, and when, goes; title, language, tags and text stay.

What was cut from a PDF by a program that only adds to its end lies in it still: it is written anew, so that this goes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from pipeline.documents.photos import plain
from pipeline.documents.unfit import SIGNED, Unfit

if TYPE_CHECKING:
    import pikepdf

_TOLD: Final = ("/Metadata", "/PieceInfo", "/LastModified")
_ACTIVE: Final = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")
"""Actions that run, start, send or fetch something (12.6.4)."""
_REVIEWED: Final = ("/Text", "/Caret", "/StrikeOut", "/Squiggly")
_MARKED: Final = ("/Highlight", "/Underline")
"""Annotations: notes and marks of a reviewer, and those that are so where they say something."""
_CLAIMS: Final = ("pdfuaid:part", "pdfuaid:rev", "pdfaid:part", "pdfaid:conformance", "pdfaid:rev")
"""Of standards that it keeps to, by which readers' programs go."""


def cleaned(data: bytes) -> bytes:
    """The PDF without what programs wrote into it about people. Raises `Unfit`."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            _must_be_fit(pdf)
            title, claims = _title(pdf), _claims(pdf)
            for one in pdf.objects:
                _strip(one)
            _still(pdf)
            _described(pdf, title, claims)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True, linearize=True)
            return out.getvalue()
    except pikepdf.PasswordError as error:
        raise Unfit("it is protected by a password", "save it without one") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unfit("it is damaged, or no PDF", "export it again") from error


def _must_be_fit(pdf: pikepdf.Pdf) -> None:
    if not len(pdf.pages):
        raise Unfit("it has no page", "export it again")
    if any(one.get("/FT") == "/Sig" and "/V" in one for one in _dictionaries(pdf)):
        raise Unfit(SIGNED, "print it into a PDF without the signature")
    if len(pdf.attachments) or "/AF" in pdf.Root:
        raise Unfit("files are attached to it", "take them out, and link to each of them")
    for number, page in enumerate(pdf.pages, 1):
        for note in page.obj.get("/Annots", ()):
            if note.get("/Subtype") == "/FileAttachment":
                raise Unfit(f"a file is attached to page {number}", "take it out, and link to it")
            if _is_of_a_reviewer(note):
                raise Unfit(f"a note stands on page {number}, as reviewers write them", "delete all notes, and save it")


def _is_of_a_reviewer(note: Any) -> bool:
    """Whether an annotation is a mark of somebody who read it before others did (12.5.6)."""
    kind = str(note.get("/Subtype"))
    return kind in _REVIEWED or (kind in _MARKED and bool(str(note.get("/Contents", "")).strip()))


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    import pikepdf

    return (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary | pikepdf.Stream))


def _title(pdf: pikepdf.Pdf) -> str:
    """Its title: screen readers say it first (WCAG 2.2, 2.4.2)."""
    return str(pdf.open_metadata().get("dc:title", "") or pdf.docinfo.get("/Title", ""))


def _claims(pdf: pikepdf.Pdf) -> dict[str, str]:
    told = pdf.open_metadata()
    return {name: str(told[name]) for name in _CLAIMS if name in told}


def _strip(one: Any) -> None:
    """What an object of a PDF says of those who made it: a page, a picture, a note beside a text."""
    import pikepdf

    if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        return
    for name in _TOLD:
        if name in one:
            del one[name]
    if "/Subtype" in one and "/Rect" in one and one.get("/Subtype") != "/Widget":
        for name in ("/T", "/M", "/CreationDate"):  # of an annotation (12.5.6.2); of a field `/T` is its name
            if name in one:
                del one[name]
    for name in ("/AA", "/A"):
        if name in one and (name == "/AA" or _is_active(one[name])):
            del one[name]
    if isinstance(one, pikepdf.Stream) and _is_photo(one):
        given: Any = one.get("/DecodeParms")
        one.write(plain(one.read_raw_bytes()), filter=pikepdf.Name.DCTDecode, decode_parms=given)


def _is_photo(stream: Any) -> bool:
    import pikepdf

    packed = stream.get("/Filter")
    one = packed[0] if isinstance(packed, pikepdf.Array) and len(packed) == 1 else packed
    return bool(one == "/DCTDecode")


def _is_active(action: Any) -> bool:
    import pikepdf

    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) in _ACTIVE


def _still(pdf: pikepdf.Pdf) -> None:
    """Nothing happens when it is opened but that a page is shown."""
    root = pdf.Root
    if "/OpenAction" in root and _is_active(root.OpenAction):
        del root.OpenAction
    if "/Names" in root and "/JavaScript" in root.Names:
        del root.Names["/JavaScript"]


def _described(pdf: pikepdf.Pdf, title: str, claims: dict[str, str]) -> None:
    """Title and claims alone, in both places where programs look."""
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    if title:
        pdf.docinfo["/Title"] = title
    if title or claims:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
            if title:
                told["dc:title"] = title
            for name, value in claims.items():
                told[name] = value
