"""Texts and what became of them: each body is rendered once, and one that can't be is told where it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import content
from pipeline.content.drivers.text import Text
from pipeline.content.texts import made_of
from pipeline.formats import markdown
from pipeline.formats.markdown import Rendering
from pipeline.jobs import Failure, Outcome, Status, Task
from pipeline.model.artifact import Blob, sha256
from pipeline.model.tree import File, Tree
from pipeline.problems import Place, Problem
from pipeline.settings import load as settings_of
from tests.support.library import FILES

HOME, OTHER, EMPTY = "content/pages/home.md", "content/pages/other.md", "content/pages/empty.md"
HEAD = FILES[HOME].rpartition("---\n")[0] + "---\n"


def test_a_text_that_is_not_rendered_is_told_and_the_others_are_as_they_are() -> None:
    settings, _ = settings_of(FILES["pipeline.toml"])
    files = {EMPTY: f"{HEAD}\n \n", HOME: f"{HEAD}## One\n", OTHER: f"{HEAD}\n## Two\n\n[This](#two)\n"}
    assert settings is not None
    data = {path: text.encode() for path, text in files.items()}
    made, problems = content.load(Tree({p: File(p, sha256(d), len(d), d) for p, d in data.items()}), settings)
    assert problems == ()

    first, second = content.texts(made)
    assert (first.subject, second.subject) == (HOME, OTHER), "an empty body is none"
    assert first.inputs == {"text": Blob(sha256(data[HOME]), len(data[HOME]))}
    failure = Failure("this text is too complex to process: it is", "make it simpler, or split it", "too-complex")
    came = made_of(markdown.to_json(markdown.render("\n## Two\n\n[This](#two)\n", OTHER)))
    html = {Blob(sha256(data), len(data)): data for data in came.files.values() if isinstance(data, bytes)}
    outputs = dict(zip(came.files, html, strict=True))
    done = Outcome(second, Status.BUILT, "", came.facts, outputs)
    outcomes = Outcome(first, Status.FAILED, "", failure=failure), done
    rendered = content.Renderings(made, lambda job: {outcome.job.subject: outcome for outcome in outcomes}[job.subject])
    rendered.take(outcomes[0])
    assert rendered.refused == {HOME: Problem(Place(HOME, 6), failure.message, failure.hint, failure.code)}
    assert [link.line for link in rendered[OTHER].links] == [9]
    whole = rendered.whole(html.pop)
    assert whole[HOME].html == whole[EMPTY].html == ""
    assert "Two" in whole[OTHER].html and whole[OTHER].links == rendered[OTHER].links and not html


def perform(tmp_path: Path, data: bytes) -> Rendering:
    (tmp_path / "text").write_bytes(data)
    made = Text().perform(Task({"path": HOME, "seconds": 30}, {"text": str(tmp_path / "text")}, ""))
    html = made.files["html"]
    assert isinstance(html, bytes)
    return markdown.from_json({**made.facts, "html": html.decode(), "text": "A\nx"})


@pytest.mark.parametrize("head", [HEAD, ""])
def test_what_is_rendered_is_the_body(tmp_path: Path, head: str) -> None:
    body = "## A\n\n[x](other.md)\n"
    assert perform(tmp_path, f"{head}{body}".encode()) == markdown.render(body, HOME)


BRACKETS = "[" * 5001


@pytest.mark.parametrize(
    ("data", "message", "hint", "code"),
    [
        (b"\xff", "this file is not UTF-8 text", "save it as UTF-8", "unreadable-file"),
        (
            f"{HEAD}{BRACKETS}".encode(),
            f"this text is too complex to process: {markdown.too_complex(BRACKETS)}",
            "make it simpler, or split it",
            "too-complex",
        ),
    ],
)
def test_a_text_that_can_not_be_rendered_is_told(
    tmp_path: Path, data: bytes, message: str, hint: str, code: str
) -> None:
    with pytest.raises(Failure) as failed:
        perform(tmp_path, data)
    assert (failed.value.message, failed.value.hint, failed.value.code) == (message, hint, code)
