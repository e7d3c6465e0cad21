"""What the machine has to do with it: nothing for the bytes; and without Pango it is said, and nothing else breaks."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from fontTools.ttLib import woff2

from pipeline import flow
from pipeline.handouts.drivers import pdf
from pipeline.handouts.drivers.pdf import Pdf
from pipeline.jobs import Failure, Job, Made, Task
from pipeline.jobs.job import key_of
from pipeline.world import World
from tests.handouts import printer
from tests.support import library, twins
from tests.support.run import pipeline, process

APT = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
PRINT = """
import hashlib, sys, tempfile
from pathlib import Path
from tests.handouts import printer
shelf = printer.handout("Some text.\\n\\n```form\\n- text: Why?\\n- scale: How?\\n```\\n")
print(hashlib.sha256(shelf.pdfs(Path(tempfile.mkdtemp()), "A4")["A4"]).hexdigest())
"""


@pytest.fixture
def without_pango(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine whose Pango can't be loaded: what the loader finds by its name is no library."""
    (tmp_path / "libraries").mkdir()
    (tmp_path / "libraries/libpango-1.0.so.0").write_bytes(b"not a library")
    return {"LD_LIBRARY_PATH": str(tmp_path / "libraries")}


@pytest.fixture
def texts(bare: Path) -> Path:
    """The small library without its sound, which would only take time."""
    for path in sorted((bare / "content/podcasts").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    return bare


def test_the_same_bytes_on_another_machine(tmp_path: Path) -> None:
    home, fonts = tmp_path / "home", tmp_path / "home/.fonts"
    fonts.mkdir(parents=True)
    (fonts / "sheet.woff2").write_bytes((printer.HOUSE / "theme/print/fonts/vazirmatn.woff2").read_bytes())
    elsewhere = {
        "HOME": str(home),
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "0",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    here = _digest(printer.HOUSE, {"TZ": "America/Lima", "PYTHONHASHSEED": "1"})
    assert _digest(home, elsewhere) == here


def _digest(cwd: Path, env: dict[str, str]) -> str:
    env = {**os.environ, "PYTHONPATH": str(printer.HOUSE), **env}
    done = subprocess.run([sys.executable, "-c", PRINT], cwd=cwd, env=env, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_directory_is_published_without_pdfs_and_says_so(texts: Path, without_pango: dict[str, str]) -> None:
    run = process("publish", "--root", texts, env=without_pango)
    assert run.status == 0, run.stderr
    assert "content/handouts/urge-log.md: warning: published without its PDF" in run.stderr
    assert "[no-pdf]" in run.stderr
    assert f"remedy: run `{APT}`" in run.stderr
    assert "WeasyPrint could not import" not in run.stderr + run.stdout
    assert not list((texts / "public/").rglob("*.pdf"))
    assert not list((texts / "public/").rglob("*vazirmatn*")), "fonts of print are not for the site"
    page = (texts / "public/handouts/urge-log/index.html").read_text(encoding="utf-8")
    assert "Download as PDF" not in page
    assert "What set it off?" in page


def test_json_stays_one_document_without_pango(texts: Path, without_pango: dict[str, str]) -> None:
    run = process("build", "--root", texts, "--json", env=without_pango)
    told = json.loads(run.stdout)
    assert {problem["code"] for problem in told["problems"]} == {"no-pdf"}


def test_strict_refuses_to_publish_without_pdfs(texts: Path, without_pango: dict[str, str]) -> None:
    run = process("publish", "--root", texts, "--strict", env=without_pango)
    assert run.status == 4
    assert APT in run.stderr
    assert not (texts / "public").exists()


def test_what_was_printed_needs_no_pango(texts: Path, without_pango: dict[str, str]) -> None:
    assert pipeline("publish", "--root", texts).status == 0
    before = {path.name: path.read_bytes() for path in (texts / "public/").rglob("*.pdf")}
    library.edit(texts, "content/library/articles/urges-pass.md", "like a wave", "like a big wave")
    run = process("publish", "--root", texts, "--strict", env=without_pango)
    assert run.status == 0, run.stderr
    assert {path.name: path.read_bytes() for path in (texts / "public/").rglob("*.pdf")} == before
    assert set(before) == {"urge-log.pdf", "urge-log-letter.pdf", "urge-log-large.pdf"}


def test_any_other_target_is_refused_without_pdfs() -> None:
    files = {name: text.encode() for name, text in library.FILES.items() if "podcasts" not in name}
    files["mkdocs.yml"] = b"theme:\n  name: material\n"
    bucket = files["pipeline.toml"].replace(b'path = "public"', b'type = "s3"\nbucket = "shelf"\nprefix = "public"')
    assert flow.build(_broken(files)).problems
    with pytest.raises(flow.ToolFailed, match=r"content/handouts/urge-log\.md"):
        flow.build(_broken(files | {"pipeline.toml": bucket}))


def test_a_handout_that_cannot_be_printed_is_told_with_its_place(texts: Path) -> None:
    library.edit(texts, "content/handouts/urge-log.md", "Fill this in once a day.", "Fill this in, 漢.")
    run = pipeline("publish", "--root", texts)
    assert run.status == 1
    assert "content/handouts/urge-log.md:8" in run.stderr
    assert "no font for print has 漢 (U+6F22)" in run.stderr
    assert not (texts / "public").exists()


def test_nothing_is_left_beside_the_scratch_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    assert set(printer.small().pdfs(tmp_path / "job", "A4")) == {"A4"}
    assert list(elsewhere.iterdir()) == []


def test_a_process_unpacks_each_font_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked: list[bytes] = []
    decompress = woff2.decompress

    def counting(packed: io.BytesIO, out: io.BytesIO) -> None:
        unpacked.append(packed.getvalue())
        decompress(packed, out)

    monkeypatch.setattr(woff2, "decompress", counting)
    pdf._unpacked.cache_clear()  # as in a process that has printed nothing
    assert len(printer.small().pdfs(tmp_path)) == 3
    assert len(unpacked) == len(set(unpacked)) == len(list((printer.HOUSE / "theme/print/fonts").glob("*.woff2")))


def test_the_machines_pango_is_a_tool_like_the_others(without_pango: dict[str, str]) -> None:
    assert Pdf().versions["pango"] and Pdf().versions["harfbuzz"]
    ask = "from pipeline.handouts.drivers.pdf import Pdf; print(repr(Pdf().versions['pango']))"
    env = {**os.environ, **without_pango}
    done = subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "''", "and where it can't be loaded it has no version"


def test_a_new_weasyprint_prints_again_and_a_new_title_only_its_own() -> None:
    assert not Pdf().durable
    assert {"weasyprint", "fonttools"} <= set(Pdf().versions)
    keys = {job.subject: key_of(job.description(1, Pdf().versions)) for job in printer.sample().jobs()}
    assert len(set(keys.values())) == len(keys) == len(printer.sample().jobs())
    assert keys == {job.subject: key_of(job.description(1, Pdf().versions)) for job in printer.sample().jobs()}


def test_sheet_and_job_are_as_they_were(*, regenerate: bool) -> None:
    """The goldens: what is printed, and from what. When they change, so do the PDFs of every library."""
    shelf = printer.small()
    jobs = [_plain(job) for job in shelf.jobs()]
    made = {"urge-log.html": shelf.sheets()[printer.HANDOUT].decode(), "jobs.json": json.dumps(jobs, indent=2) + "\n"}
    golden = Path(__file__).parent / "golden"
    for name, text in made.items():
        if regenerate:
            golden.mkdir(exist_ok=True)
            (golden / name).write_text(text, encoding="utf-8")
        assert (golden / name).read_text(encoding="utf-8") == text


def _plain(job: Job) -> dict[str, object]:
    """A job as data, without the versions of tools."""
    description = job.description(Pdf().recipe)
    return {"subject": job.subject, **{name: value for name, value in description.items() if name != "tools"}}


def _broken(files: dict[str, bytes]) -> World:
    world = twins.world(files)

    def lacks_pango(_: Task) -> Made:
        raise Failure("no Pango", APT, tool=True)

    world.runner.performers["pdf"].work = lacks_pango  # type: ignore[attr-defined]
    return world
