"""An editor runs the command: what it prints, how it ends, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support import library
from tests.support.run import pipeline


def test_check_is_content_with_a_good_library(small: Path) -> None:
    run = pipeline("check", "--root", small)
    assert (run.status, run.stdout) == (0, "The library is in order: 0 errors, 0 warnings.\n"), run.stderr
    assert not (small / "dist").exists()
    assert not (small / "public").exists()


def test_all_problems_come_at_once_sorted_by_place(small: Path) -> None:
    library.edit(small, "content/library/articles/urges-pass.md", "authors: [alex]", "authors: [axel]")
    library.edit(small, "content/podcasts/talks/first.md", "number: 1", "number: one")
    library.edit(small, "content/handouts/urge-log.md", "topics: [coping-with-urges]", "topics: [coping-with-urge]")
    run = pipeline("check", "--root", small)
    assert run.status == 1
    assert [line.split(":")[0] for line in run.stderr.splitlines() if ": error: " in line] == [
        "content/handouts/urge-log.md",
        "content/library/articles/urges-pass.md",
        "content/podcasts/talks/first.md",
    ]


def test_json_is_one_document_and_nothing_else(small: Path) -> None:
    library.edit(small, "content/podcasts/talks/first.md", "number: 1", "number: one")
    run = pipeline("check", "--root", small, "--json")
    document = json.loads(run.stdout)
    assert run.status == 1
    assert document["problems"][0]["line"] == 7
    assert run.stderr == ""


def test_github_sees_annotations_and_no_commands_of_strangers(small: Path) -> None:
    library.edit(small, "content/podcasts/talks/first.md", "number: 1", "number: '::set-env name=A::b ##[group]'")
    run = pipeline("check", "--root", small, "--format", "github")
    assert run.stdout.startswith("::error file=content/podcasts/talks/first.md,line=7,col=")
    everything = run.stdout + run.stderr
    commands = [line for line in everything.splitlines() if line.lstrip().startswith("::")]
    assert all(line.startswith("::error file=") for line in commands)
    assert "##[" not in everything


def test_a_terminal_is_safe_from_content(small: Path) -> None:
    article = small / "content/library/articles/urges-pass.md"
    article.write_bytes(article.read_bytes().replace(b"title: Urges", b"titel: \x1b]0;owned\x07Urges"))
    run = pipeline("check", "--root", small)
    assert run.status == 1
    assert "\x1b" not in run.stderr


def test_warnings_stop_only_a_strict_run(small: Path) -> None:
    (small / "content/library/articles/notes.bin").write_text("left here", encoding="utf-8")
    lax, strict = pipeline("check", "--root", small), pipeline("check", "--root", small, "--strict")
    assert (lax.status, strict.status) == (0, 1)
    assert "content/library/articles/notes.bin: warning: nothing names this file" in lax.stderr


def test_wrong_usage_ends_with_two(small: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert pipeline("check", "--root", empty).status == 2
    assert pipeline("build", "--root", small, "--target", "pubic").status == 2
    assert "did you mean `public`?" in pipeline("build", "--root", small, "--target", "pubic").stderr
    assert pipeline("plan", "--root", small).status == 2
    library.edit(small, "pipeline.toml", "sting = false", "stnig = false")
    run = pipeline("check", "--root", small)
    assert run.status == 2
    assert "did you mean `sting`?" in run.stderr
    assert "pipeline.toml:14:1" in run.stderr


def test_plan_says_what_a_sync_would_do_and_does_nothing(small: Path) -> None:
    assert pipeline("build", "--root", small).status == 0
    run = pipeline("plan", "--root", small)
    assert run.status == 0
    assert "put    index.html" in run.stdout
    assert not (small / "public").exists()
    assert pipeline("sync", "--root", small).status == 0
    assert (small / "public/index.html").is_file()
    again = json.loads(pipeline("plan", "--root", small, "--json").stdout)
    assert again["put"] == []


def test_a_link_that_stands_in_the_way_is_not_overwritten(small: Path) -> None:
    (small / "public").mkdir()
    (small / "public/mine.txt").write_text("mine", encoding="utf-8")
    run = pipeline("publish", "--root", small)
    assert run.status == 3
    assert "remedy" in run.stderr
    assert (small / "public/mine.txt").read_text(encoding="utf-8") == "mine"


def test_an_old_address_leads_to_the_new_one(small: Path) -> None:
    article = "content/library/articles/urges-pass.md"
    library.edit(small, article, "authors: [alex]", "authors: [alex]\nredirect_from: [/waves/, /old/page.html]")
    assert pipeline("publish", "--root", small).status == 0
    page = (small / "public/waves/index.html").read_text(encoding="utf-8")
    assert 'content="0; url=../library/articles/urges-pass/"' in page
    assert 'href="https://library.example/library/articles/urges-pass/"' in page
    assert (small / "public/old/page.html").is_file()


def test_an_old_address_that_is_somebodys_is_refused(small: Path) -> None:
    article = "content/library/articles/urges-pass.md"
    library.edit(small, article, "authors: [alex]", "authors: [alex]\nredirect_from: [/handouts/urge-log/, ../up/]")
    run = pipeline("check", "--root", small)
    assert run.status == 1
    assert "already that of `content/handouts/urge-log.md`" in run.stderr
    assert "`../up/` is not an address of this site" in run.stderr


POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "5" * 64 + "\nsize 123456\n"


def test_a_pointer_in_place_of_the_sound_warns_in_check_and_stops_a_build(small: Path) -> None:
    (small / "content/podcasts/talks/first.wav").write_text(POINTER, encoding="utf-8")
    checked, built = pipeline("check", "--root", small), pipeline("build", "--root", small)
    assert (checked.status, built.status) == (0, 1)
    assert "first.md:6:8: warning: `first.wav` is a Git LFS pointer" in checked.stderr
    assert "first.md:6:8: error: the recording of this episode is not here" in built.stderr
    assert "git lfs pull --include content/podcasts/talks/first.wav" in built.stderr


def test_a_link_to_a_draft_is_refused(small: Path) -> None:
    library.edit(small, "content/handouts/urge-log.md", "date: 2026-01-04", "date: 2026-01-04\ndraft: yes")
    run = pipeline("check", "--root", small)
    assert run.status == 1
    assert "leads to a draft" in run.stderr


def test_a_draft_is_nowhere(small: Path) -> None:
    library.edit(small, "content/library/books/first-books.md", "date: 2026-01-03", "date: 2026-01-03\ndraft: yes")
    assert pipeline("publish", "--root", small).status == 0
    pages = [page.read_text(encoding="utf-8") for page in (small / "public").rglob("*.html")]
    assert not any("First books" in page for page in pages)
    assert "first-books" not in (small / "public/sitemap.xml").read_text(encoding="utf-8")


def test_the_banner_for_people_in_danger_leads_somewhere(small: Path) -> None:
    settings = small / "pipeline.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text + '[site.crisis]\ntext = "Help"\nlink = "content/pages/help.md"\n', encoding="utf-8")
    run = pipeline("check", "--root", small)
    assert run.status == 1
    assert "`site.crisis.link` leads to no public page" in run.stderr


def test_quiet_says_nothing_when_all_is_well(small: Path) -> None:
    run = pipeline("publish", "--root", small, "-q")
    assert (run.status, run.stdout, run.stderr) == (0, "", "")
