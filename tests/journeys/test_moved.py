"""An editor renames or deletes what is public: nothing that people hold vanishes without a word."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from tests.support import library

OLD, NEW = "content/library/articles/urges-pass.md", "content/library/articles/waves-pass.md"
WARNING = f"""\
{NEW}: warning: the published address `/library/articles/urges-pass/` would lead nowhere, and people may hold it \
[abandoned-address]
  remedy: write `redirect_from: [/library/articles/urges-pass/]` into the front matter of `{NEW}`
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


@pytest.fixture
def moved(small: Path) -> Path:
    """The small library, published; then its article has another name, which all links follow."""
    published = run("publish", "--root", small)
    assert published.exit_code == 0, published.output
    (small / OLD).rename(small / NEW)
    for name in ("content/pages/home.md", "content/podcasts/talks/first.md"):
        library.edit(small, name, "urges-pass.md", "waves-pass.md")
    return small


@pytest.fixture
def address(moved: Path) -> Iterator[str]:
    """The public address of what was published."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is that of the library
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(moved / "public")))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_build_and_plan_name_the_address_and_the_line_to_paste(moved: Path) -> None:
    built = run("build", "--root", moved)
    assert built.exit_code == 0, built.output
    assert WARNING in built.stderr
    planned = run("plan", "--root", moved)
    assert planned.exit_code == 0 and WARNING in planned.stderr
    for command in ("build", "plan", "publish"):
        refused = run(command, "--root", moved, "--strict")
        assert refused.exit_code == 1, (command, refused.output)
        assert WARNING.replace("warning:", "error:") in refused.stderr or WARNING in refused.stderr
    assert (moved / "public/library/articles/urges-pass/index.html").is_file()
    said = json.loads(run("build", "--root", moved, "--json").stdout)
    assert [one["code"] for one in said["problems"]] == ["abandoned-address"]


def test_with_the_line_the_old_address_leads_on(moved: Path) -> None:
    library.edit(moved, NEW, "authors:", "redirect_from: [/library/articles/urges-pass/]\nauthors:")
    ran = run("publish", "--root", moved, "--strict")
    assert ran.exit_code == 0, ran.output
    assert "would lead nowhere" not in ran.output
    page = (moved / "public/library/articles/urges-pass/index.html").read_text(encoding="utf-8")
    assert 'url=../waves-pass/"' in page and '<html lang="en">' in page


def test_a_review_is_told_before_anything_is_built(moved: Path, address: str) -> None:
    assert "would lead nowhere" not in run("check", "--root", moved).output
    for where in ("public", address, f"{address}api/catalog.json"):
        told = run("check", "--root", moved, "--against", where)
        assert told.exit_code == 0, told.output
        assert WARNING in told.stderr or where == "public", where  # a state knows no titles, by which the heir is found
        assert "write `redirect_from: [/library/articles/urges-pass/]` into the front matter of" in told.stderr
        assert run("check", "--root", moved, "--against", where, "--strict").exit_code == 1
    library.edit(moved, NEW, "authors:", "redirect_from: [/library/articles/urges-pass/]\nauthors:")
    assert "would lead nowhere" not in run("check", "--root", moved, "--against", address, "--strict").output


def test_what_is_no_library_is_told_as_that(moved: Path, address: str) -> None:
    for where in (f"{address}nowhere/", f"{address}index.html/", "http://127.0.0.1:9/"):
        told = run("check", "--root", moved, "--against", where)
        assert told.exit_code == 3 and "there is no catalogue at" in told.stderr, told.output
    told = run("check", "--root", moved, "--against", "publik")
    assert told.exit_code == 2 and "did you mean `public`?" in told.stderr
    for where in ("", "http://[/"):
        told = run("check", "--root", moved, "--against", where)
        assert told.exit_code in (2, 3) and "Traceback" not in told.output and "the pipeline itself" not in told.output


@pytest.mark.parametrize(
    "body",
    ['{"entries": [{"id": "a) [x](javascript:y)/"}, {"id": ""}, {"id": "/"}]}', "[" * 100_000],
    ids=["ids", "deep"],
)
def test_a_catalogue_of_an_enemy_says_nothing_in_our_name(moved: Path, address: str, body: str) -> None:
    empty = '{"topics": [], "audiences": [], "people": [], '
    catalogue = moved / "public/api/catalog.json"
    catalogue.write_text(empty + body[1:] if body.startswith("{") else body, encoding="utf-8")
    told = run("check", "--root", moved, "--against", address)
    assert told.exit_code == (0 if body.startswith("{") else 3), told.output
    assert "lead nowhere" not in told.output and "javascript" not in told.output


def test_a_program_is_told_of_what_was_refused(moved: Path) -> None:
    for arguments, status in (
        (("check", "--target", "nowhere"), 2),
        (("check", "--against", "http://127.0.0.1:9/"), 3),
        (("check", "--root", "nowhere"), 2),
    ):
        told = run(arguments[0], "--root", moved, *arguments[1:], "--json")
        said = json.loads(told.stdout)
        assert (told.exit_code, said["status"], said["ok"]) == (status, status, False)
        assert said["error"] and said["error"] in told.stderr
