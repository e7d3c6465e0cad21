"""A library and its entries begin: what `init` and `new` write is accepted as it stands, and published at once."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from pipeline.editing import beginnings
from pipeline.model.kinds import KINDS
from tests.support import library
from tests.support.run import pipeline

HOUSE = Path(__file__).parents[2]
GUIDE = HOUSE / "docs/editors/first-hour.md"
TITLES = ("What helped me", 'Quotes: "why" & how? #1', "Über das Aufhören – ein Anfang", "[x] *yes*: {no} - & more")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("new") / "library"
    tools = ("--ci", "github", "--editor", "vscode", "--editor", "frontmatter", "--editor", "other", "--hooks")
    assert pipeline("init", root, *tools).status == 0
    return root


def test_a_new_library_is_published_at_once(begun: Path) -> None:
    checked = pipeline("check", "--root", begun, "--strict")
    assert checked.status == 0, checked.stderr
    run = pipeline("publish", "--root", begun)
    assert run.status == 0, run.stderr
    assert "A new library" in (begun / "public/index.html").read_text(encoding="utf-8")


def test_init_writes_over_nothing(begun: Path) -> None:
    run = pipeline("init", begun)
    assert run.status == 2
    assert run.stderr == (
        f"error: `{begun}` is not empty\n"
        "  remedy: name a new directory, or say what this library shall get: `--ci`, `--editor` or `--hooks`\n"
    )


def test_every_kind_begins() -> None:
    assert set(beginnings()) == set(KINDS)


@pytest.mark.parametrize("title", TITLES)
def test_what_new_writes_is_accepted_and_a_draft(tmp_path: Path, title: str) -> None:
    root = library.write(tmp_path)
    (tmp_path / "Take 1.wav").write_bytes(library.tone(3.0))
    entries = []
    for kind in beginnings():
        more = ("--audio", tmp_path / "Take 1.wav", "--show", "talks") if kind == "episode" else ()
        run = pipeline("new", kind, title, "--root", root, "--json", *more)
        assert run.status == 0, run.stderr
        made = json.loads(run.stdout)["files"]
        assert all((root / name).is_file() for name in made)
        text = (root / made[0]).read_text(encoding="utf-8")
        assert "draft: yes" in text
        assert "# " in text
        entries.append(made[0])
    checked = pipeline("check", "--root", root, "--strict")
    assert checked.status == 0, checked.stderr
    if title == TITLES[0]:
        nothing_of_new_is_published(root, entries)


def nothing_of_new_is_published(root: Path, entries: list[str]) -> None:
    for name in entries:
        publish(root / name)
    told = json.loads(pipeline("check", "--root", root, "--json").stdout)["problems"]
    assert {one["code"] for one in told} == {"placeholder"}
    for name in entries:
        lines = [one["line"] for one in told if one["path"] == name]
        assert len(lines) > 1, name  # of the fields and of the text


def publish(path: Path) -> str:
    """An entry without its line `draft: yes`."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("draft:"))
    path.write_text(text, encoding="utf-8")
    return text


def test_a_draft_becomes_an_entry_when_its_line_goes(tmp_path: Path) -> None:
    root = library.write(tmp_path)
    assert pipeline("new", "article", "What helped me", "--root", root).status == 0
    path = root / "content/library/articles/what-helped-me.md"
    fields, _, _ = publish(path).rpartition("---\n")
    own = fields.replace("Replace this sentence by what the reader will find here", "Three things that helped me")
    path.write_text(f"{own}---\nFirst, to write it down.\n", encoding="utf-8")
    assert pipeline("build", "--root", root).status == 0
    assert (root / "dist/public/library/articles/what-helped-me/index.html").is_file()


def test_new_says_what_it_needs(tmp_path: Path) -> None:
    root = library.write(tmp_path)
    assert "is there already" in pipeline("new", "article", "Urges pass", "--root", root).stderr
    run = pipeline("new", "episode", "A talk", "--root", root)
    assert run.status == 2
    assert "--audio FILE" in run.stderr
    assert "no Latin letter or digit" in pipeline("new", "article", "…", "--root", root).stderr
    assert (
        "no show `talk`"
        in pipeline(
            "new", "episode", "A talk", "--root", root, "--show", "talk", "--audio", root / "pipeline.toml"
        ).stderr
    )


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Kim", "-c", "user.email=kim@library.example")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True, timeout=60)


def test_the_first_hour_goes_as_the_guide_tells_it(begun: Path, *, regenerate: bool) -> None:
    """Word for word: names, files, what is committed, what the check says, and what becomes of it."""
    guide = GUIDE.read_text(encoding="utf-8")
    branch, change, people, folder, name, commit, mended, drop = told(guide, WORDS)
    (person,), (article,) = blocks(guide, "yaml"), blocks(guide, "markdown")
    refusal, content = blocks(guide, "text")
    git(begun, "init", "-b", "main")
    git(begun, "add", ".")
    git(begun, "commit", "-m", "A library")
    git(begun, "checkout", "-b", branch)
    with (begun / change).open("a", encoding="utf-8") as file:
        file.write(person)
    git(begun, "commit", "-am", people)
    path = begun / folder / name
    path.write_text(article, encoding="utf-8")
    git(begun, "add", ".")
    git(begun, "commit", "-m", commit)

    checked = pipeline("check", "--root", begun)
    assert checked.status == 1
    if regenerate:
        GUIDE.write_text(guide.replace(refusal, problem(checked.stderr)), encoding="utf-8")
    assert problem(checked.stderr) == refusal
    line, word = int(refusal.split(":")[1]), re.findall(r"\[([a-z-]+)\]\n", refusal)[1]
    assert f"in line {line}" in guide and word == article.splitlines()[line - 1].partition("[")[2][:-1]
    path.write_text(article.replace(f"[{word}]", f"[{mended}]"), encoding="utf-8")
    checked = pipeline("check", "--root", begun, "--strict")
    assert (checked.status, checked.stdout) == (0, content), checked.stderr
    page = begun / "dist/public/library/articles" / branch / "index.html"
    assert pipeline("build", "--root", begun).status == 0
    assert not page.exists()

    kept = [line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith(drop)]
    assert len(kept) == len(article.splitlines()) - 1
    path.write_text("".join(kept), encoding="utf-8")
    git(begun, "commit", "-am", "It is ready")
    git(begun, "checkout", "main")
    assert not path.exists()
    git(begun, "merge", branch)
    assert pipeline("build", "--root", begun, "--strict").status == 0
    assert 'href="../../../people/kim/"' in page.read_text(encoding="utf-8")


def test_the_first_hour_can_be_tried_in_the_sample_too() -> None:
    (article,) = blocks(GUIDE.read_text(encoding="utf-8"), "markdown")
    _, fields, body = article.split("---\n")
    front = yaml.safe_load(fields)
    for field, asked in (("topics", "coping-with-urges"), ("audiences", front["audiences"][0])):
        assert asked in {one["id"] for one in yaml.safe_load((HOUSE / f"content/{field}.yml").read_text("utf-8"))}
    people = yaml.safe_load((HOUSE / "content/people.yml").read_text("utf-8"))
    assert not people.keys() & set(front["authors"])
    for link in re.findall(r"\]\(([^)]+)\)", body):
        assert (HOUSE / "content/library/articles" / link).resolve().is_file()


WORDS = (
    r"write the name `([\w-]+)`",
    r"Open `([\w./]+)`, choose",
    r"`([^`]+)`, and choose your branch",
    r"Go into the folder `([\w/]+)`",
    r"name it `([\w.-]+)`",
    r"## 5\. Commit\n\nWrite `([^`]+)`",
    r"write `([\w-]+)` in line",
    r"remove the line\n`([^`]+)`",
)


def told(guide: str, wanted: tuple[str, ...]) -> list[str]:
    """What the guide tells to write, in the order in which it does."""
    found = [re.search(one, guide) for one in wanted]
    assert all(found), [one for one, match in zip(wanted, found, strict=True) if not match]
    starts = [match.start() for match in found if match]
    assert starts == sorted(starts)
    return [match[1] for match in found if match]


def blocks(guide: str, language: str) -> list[str]:
    return re.findall(rf"^````?{language}\n(.*?)^````?$", guide, re.DOTALL | re.MULTILINE)


def problem(said: str) -> str:
    """The one problem of what `check` printed."""
    (found,) = re.findall(r"^content/.*: error: .*\n(?:  .*\n)+", said, re.MULTILINE)
    return str(found)
