"""What an organisation has behind its links is published, and nothing that its programs wrote about people."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import mutagen
import pikepdf
import pytest
from PIL import Image

from pipeline import flow, wiring
from pipeline.formats.archive import packed
from pipeline.jobs import Failure, Task
from pipeline.model.artifact import Blob, Piece
from pipeline.release.bucket.previews import Elsewhere
from pipeline.release.manifest.headers import content_type
from tests.documents import samples
from tests.documents.samples import SECRET
from tests.support import twins
from tests.support.library import FILES, square

HOME, ARTICLE = "content/pages/home.md", "content/library/articles/urges-pass.md"
LIBRARY = {name: text.encode() for name, text in FILES.items() if "podcasts" not in name and "meetings" not in name}
LIBRARY |= {"mkdocs.yml": b"theme:\n  name: material\n"}


def clean(path: Path, data: bytes, *, most: int = 1_000_000) -> bytes:
    path.write_bytes(data)
    task = Task({"sort": path.suffix, "bytes": most}, {"document": str(path)}, str(path.parent))
    made = wiring.PERFORMERS["document"]().perform(task).files["document"]
    return Path(made).read_bytes() if isinstance(made, str) else made


def read(data: bytes) -> str:
    """All that an archive says, unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return "".join(archive.read(name).decode("latin-1") for name in archive.namelist())


@pytest.mark.parametrize(
    ("name", "data", "stays"),
    [
        ("a.docx", samples.docx(), "What helps."),
        ("a.docx", samples.docx(), "<dc:title>Plan</dc:title>"),
        ("a.xlsx", samples.xlsx(), 'orientation="portrait"'),
        ("a.odt", samples.odt(), "What helps."),
        ("a.odt", samples.odt(), "<dc:title>Plan</dc:title>"),
        ("a.epub", samples.epub(), "A. Author"),
    ],
)
def test_an_archive_keeps_its_words_and_its_title(tmp_path: Path, name: str, data: bytes, stays: str) -> None:
    assert SECRET in read(data)
    made = clean(tmp_path / name, data)
    assert SECRET not in read(made)
    assert stays in read(made)
    assert clean(tmp_path / name, made) == made


def test_what_led_to_a_printer_goes_with_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(clean(tmp_path / "a.xlsx", samples.xlsx()))) as archive:
        assert "xl/printerSettings/p.bin" not in archive.namelist()
        assert b"r:id" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_picture_in_a_document_stays_turned_as_it_was(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(clean(tmp_path / "a.docx", samples.docx()))) as archive:
        data = archive.read("word/media/image1.jpeg")
    with Image.open(io.BytesIO(data)) as image, Image.open(io.BytesIO(samples.photo())) as before:
        assert dict(image.getexif()) == {0x0112: 6}
        assert image.tobytes() == before.tobytes()


def test_a_pdf_keeps_its_title_and_the_standard_it_claims(tmp_path: Path) -> None:
    made = clean(tmp_path / "a.pdf", samples.pdf())
    with pikepdf.open(io.BytesIO(made)) as pdf:
        whole = b"".join(
            one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Width" not in one
        )
        picture = pdf.pages[0].Resources.XObject.Im.read_raw_bytes()
        assert dict(pdf.docinfo) == {"/Title": "Plan"}
        assert b"<pdfuaid:part" in whole and SECRET.encode() not in whole + made + picture
        assert "/PieceInfo" not in pdf.pages[0]
    assert clean(tmp_path / "a.pdf", made) == made


def test_a_pdf_starts_nothing(tmp_path: Path) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.launchURL('x')"))
    made = clean(tmp_path / "a.pdf", samples.pdf(OpenAction=action))
    assert b"launchURL" in samples.pdf(OpenAction=action) and b"launchURL" not in made


@pytest.mark.parametrize("ending", ["mp3", "m4a", "ogg", "flac"])
def test_sound_keeps_its_title_alone(tmp_path: Path, ending: str) -> None:
    source, tags = tmp_path / f"in.{ending}", {"title": "Breathing", "artist": SECRET, "location": "+51.5-000.1/"}
    told = [part for name, value in tags.items() for part in ("-metadata", f"{name}={value}")]
    program = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=d=0.2", *told, str(source)]
    subprocess.run(program, check=True)
    assert SECRET.encode() in source.read_bytes()
    made = clean(tmp_path / f"a.{ending}", source.read_bytes())
    assert SECRET.encode() not in made and b"+51.5" not in made
    assert mutagen.File(io.BytesIO(made), easy=True).tags["title"] == ["Breathing"]


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CHANGED = f"<w:ins w:author='{SECRET}'><w:r><w:t>new</w:t></w:r></w:ins>"
COMMENT = f"<w:comments xmlns:w='{_W}'><w:comment w:author='{SECRET}'/></w:comments>"
WIDE = packed({"a.xml": bytes(3_000_000)})
LAUGHS = "<!DOCTYPE a [<!ENTITY b 'ha'>]><a>&b;</a>"


@pytest.mark.parametrize(
    ("name", "data", "message", "hint"),
    [
        (
            "a.docx",
            samples.docx(CHANGED),
            "it holds tracked changes: readers would see what was taken out, and who did so",
            "accept or reject all changes (Review), save it, and commit that; or save it as PDF",
        ),
        (
            "a.docx",
            samples.docx(word__comments_dot_xml=COMMENT),
            "it holds comments, which readers would see with the names of those who wrote them",
            "delete all comments (Review → Delete), save it, and commit that; or save it as PDF without them",
        ),
        (
            "a.docx",
            samples.docx(word__vbaProject_dot_bin="Sub"),
            "it holds macros, which are programs",
            "save it without macros",
        ),
        (
            "a.docx",
            samples.docx(word__settings_dot_xml=LAUGHS),
            "a file of XML in it declares a document type",
            "export it again",
        ),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0more",
            "it is protected by a password, or of an old version of Office",
            "save it anew, without a password",
        ),
        ("a.docx", b"PK\x03\x04torn", "it is damaged, or no archive", "export it again"),
        ("a.xlsx", WIDE, "it unpacks to more than 1,500,000 bytes", "export it again"),
        (
            "a.odt",
            samples.odt("<o:annotation><x/></o:annotation>"),
            "it holds comments, which readers would see with the names of those who wrote them",
            "delete all comments, save it, and commit that; or save it as PDF without them",
        ),
        ("a.pdf", b"%PDF-1.7 torn", "it is damaged, or no PDF", "export it again"),
        ("a.ics", b"hello", "it is no calendar", "export it again"),
        ("a.mp3", b"hello", "it is damaged, or not what its name says", "export it again"),
    ],
)
def test_what_only_people_can_take_out_is_refused_with_the_remedy(
    tmp_path: Path, name: str, data: bytes, message: str, hint: str
) -> None:
    with pytest.raises(Failure) as told:
        clean(tmp_path / name, data, most=500_000)
    said = f"this document can't be published: {message}"
    assert (told.value.message, told.value.hint, told.value.code) == (said, hint, "bad-document")


def test_a_pdf_with_a_note_of_a_reviewer_or_a_password_is_refused(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(samples.pdf())) as pdf:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=SECRET)
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])
        noted, marked, locked = io.BytesIO(), io.BytesIO(), io.BytesIO()
        pdf.save(noted)
        note.Subtype, note.Contents = pikepdf.Name.Highlight, pikepdf.String("Is that so?")
        pdf.save(marked)
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    told = "a note stands on page 1, as reviewers write them"
    for data, said in ((noted, told), (marked, told), (locked, "it is protected by a password")):
        with pytest.raises(Failure, match=said):
            clean(tmp_path / "a.pdf", data.getvalue())


# In a library


def leading(target: str, **files: bytes) -> dict[str, bytes]:
    """The small library whose article leads to a file, besides `files` of `content/files/`."""
    text = LIBRARY[ARTICLE] + f"\nTake [the plan]({target}) along.\n".encode()
    named = {f"content/files/{name.replace('_', '.')}": data for name, data in files.items()}
    return LIBRARY | named | {ARTICLE: text}


def told(files: dict[str, bytes]) -> list[tuple[str, str, str]]:
    found = flow.check(twins.world(files)).problems
    return [(str(one.place), one.hint, one.code) for one in found]


def test_a_text_leads_to_a_document_and_says_what_it_is() -> None:
    world = twins.world(leading("../../files/My%20plan.pdf", **{"My plan_pdf": bytes(1_234_567)}))
    made = flow.build(world).manifest
    (path,) = (path for path in made.artifacts if path.startswith("files/"))
    assert (path[:14], path[-4:], made.artifacts[path].source) == (
        "files/my-plan-",
        ".pdf",
        "content/files/My plan.pdf",
    )
    assert made.artifacts[path].immutable
    page = world.output.files["library/articles/urges-pass/index.html"].decode()  # type: ignore[attr-defined]
    assert f'<a href="../../../{path}">the plan (PDF, 1.2 MB)</a>' in page
    feed = world.output.files["feed.xml"].decode()  # type: ignore[attr-defined]
    assert f'<a href="http://127.0.0.1:8000/{path}">the plan (PDF, 1.2 MB)</a>' in feed


def test_the_document_of_a_draft_stays_at_home() -> None:
    files = leading("../../files/plan.pdf", plan_pdf=b"pdf")
    files[ARTICLE] = files[ARTICLE].replace(b"\ndate:", b"\ndraft: yes\ndate:")
    files["content/pages/home.md"] = files["content/pages/home.md"].replace(
        b"[an article](../library/articles/urges-pass.md)", b"it"
    )
    made = flow.build(twins.world(files)).manifest
    assert not [path for path in made.artifacts if path.startswith("files/")]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            leading("../../files/plan.pdf"),
            [(f"{ARTICLE}:15:17", "mend the path (it is relative to this file)", "broken-link")],
        ),
        (
            leading("../../files/plan.doc", plan_doc=b"doc"),
            [(f"{ARTICLE}:15:17", "save it as PDF, or as `.docx`, and link to that", "broken-link")],
        ),
        (
            leading("https://other.example/", plan_pdf=b"pdf"),
            [
                (
                    "content/files/plan.pdf",
                    "link to it from a text, move it out of `content/`, or begin its name with a dot",
                    "unclaimed-file",
                )
            ],
        ),
    ],
)
def test_what_is_wrong_with_a_link_to_a_document_is_told(
    files: dict[str, bytes], said: list[tuple[str, str, str]]
) -> None:
    assert told(files) == said


def test_a_recording_is_offered_by_its_page() -> None:
    files = {name: text.encode() for name, text in FILES.items()} | {"mkdocs.yml": b"theme:\n  name: material\n"}
    files |= {"content/podcasts/talks/first.mp3": b"sound", "content/podcasts/talks/cover.png": square(8)}
    show = files["content/podcasts/talks/first.md"].replace(b"first.wav", b"first.mp3")
    files |= {
        "content/podcasts/talks/first.md": show,
        ARTICLE: files[ARTICLE] + b"\n[Hear](/content/podcasts/talks/first.mp3)\n",
    }
    assert (f"{ARTICLE}:15:8", "link to its page: `../../podcasts/talks/first.md`", "broken-link") in told(files)


def test_types_are_told_to_browsers() -> None:
    assert content_type("files/a-0123456789ab.docx").startswith("application/vnd.openxmlformats")
    assert content_type("files/a-0123456789ab.epub") == "application/epub+zip"


def test_previews_share_documents_as_they_share_pictures() -> None:
    away, blob = Elsewhere("https://previews.example/"), Blob("0" * 64, 9)
    away.take((Piece("files/plan-000000000000.docx", blob), Piece("api/entries/about.json", blob)))
    assert list(away.addresses) == ["files/plan-000000000000.docx"]
