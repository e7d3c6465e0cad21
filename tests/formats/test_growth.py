"""Twice the text takes twice the time, in every format and whatever the text is: nobody's file can hold a check up."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from pipeline.formats import (
    bounds,
    breaks,
    captions,
    chapter_files,
    chapters,
    form,
    frontmatter,
    isbn,
    letters,
    markdown,
    markup,
    prose,
    region,
    renderer,
    scalars,
    times,
    transcripts,
    wording,
    yaml,
)  # fmt: skip
from pipeline.formats.chapters import Chapter
from pipeline.formats.places import Places
from pipeline.formats.transcript import Cue, Transcript
from pipeline.problems import Known, Place
from tests.attacks.growth import MOST, Shape, growth, shapes

WRITERS = (captions.to_vtt, captions.to_srt, captions.to_json, captions.to_html)
CUE = "00:00:01.000 --> 00:00:02.000\n"


def said(text: str, path: str = "a.vtt") -> object:
    return transcripts.read(text.encode("utf-8", "replace"), path)


READERS: dict[str, Callable[[str], object]] = {
    "yaml": lambda text: yaml.parse(text, "a"),
    "front matter": lambda text: frontmatter.split(f"---\n{text}", "a"),
    "bytes": lambda text: frontmatter.decode(f"{text}\xff".encode("utf-8", "replace") + b"\xff", "a"),
    "bounds": bounds.too_complex,
    "markdown": lambda text: markdown.render(text, "content/pages/a.md"),
    "markdown, its controls": renderer._without_controls,
    "markup, what was lost": lambda text: markup.lost(text, text),
    "markup, written anew": lambda text: markup.rewrite(text, lambda _, given: given),
    "markup, its losses": lambda text: list(markup.places(text, markup.lost(text, ""))),
    "markup, read": lambda text: renderer._Pass("a", Places(), []).run(text),
    "a cue": lambda text: said(f"WEBVTT\n\n{CUE}{text}"),
    "SubRip": lambda text: said(f"1\n{CUE}{text}"),
    "WebVTT": lambda text: said(f"WEBVTT\n\n{text}"),
    "SubViewer": lambda text: said(f"0:00:01.000,0:00:02.000\n{text}"),
    "a table of cues": lambda text: said(f"start\tend\ttext\n0\t1000\t{text}", "a.tsv"),
    "a transcript as JSON": lambda text: said(
        json.dumps({"segments": [{"start": 0, "end": 1, "text": text}]}), "a.json"
    ),
    "a transcript in its code page": lambda text: said(
        f"1\n{CUE}{text}\xe9".encode("cp1252", "replace").decode("latin-1")
    ),
    "captions": lambda text: [write(Transcript((Cue(0, 1, "A", text),))) for write in WRITERS],
    "chapters as JSON": lambda text: chapter_files.parse_json(f'{{"chapters":[{text}]}}', "a"),
    "chapters as XML": lambda text: chapter_files.parse_podlove(f"<a>{text}", "a"),
    "chapters as text": lambda text: chapter_files.parse_text(f"0:00 a\n{text}", "a"),
    "chapters as labels": lambda text: chapter_files.parse_text(f"0\t0\ta\n0\t{text}", "a"),
    "chapters as WebVTT": lambda text: chapter_files.parse_vtt(f"WEBVTT\n\n{CUE}{text}", "a"),
    "chapters of ffmpeg": lambda text: chapter_files.parse_metadata(f"[CHAPTER]\nSTART=0\nEND=1\ntitle={text}"),
    "line breaks": lambda text: breaks.kept(f"<p>{text}</p>"),
    "form": lambda text: form.parse(text, "a", 1),
    "letters": lambda text: (letters.composed(text), letters.anchor(text), letters.slug(text)),
    "prose": lambda text: [(p.mentioned(9), list(prose.sentences(p.text))) for p in prose.passages(text)],
    "syllables": prose.syllables,
    "ISBN": lambda text: (isbn.normalise(text), isbn.check_digit(text)),
    "times": times.parse,
    "region": region.near,
    "wording": lambda text: (wording.values(text), wording.filled(text, {})),
    "did you mean": lambda text: Known(text.split()).did_you_mean(text[:80]),
}
SCALARS = (
    "Text", "Day", "Instant", "Duration", "YesNo", "Whole", "Number", "Isbn", "Id", "Language", "Region", "Url",
    "RelPath", "Uuid", "Guid", "Category", "Role", "Group",
)  # fmt: skip


# nh3 joins a text anew at each of these marks: 100,000 of them take it 0.1 s. Longer texts are rendered where that can
# be stopped.
JOINED = {repr("&"), repr("«"), repr("\u00ad")}
SANITISING = ("markdown", "markup, its losses")
# Those that take so long for each letter that shorter texts tell as much.
SLOW = ("prose", "syllables")


def too_much(read: Callable[[str], object], longest: int = 128_000) -> dict[str, float]:
    """The shapes of which twice the text takes much more than twice the time."""

    def work(shape: Shape, size: int) -> Callable[[], object]:
        return partial(read, shape(size))

    found = {name: growth(partial(work, shape), longest=longest) for name, shape in shapes()}
    return {name: ratio for name, ratio in found.items() if ratio > MOST}


@pytest.mark.parametrize("reader", READERS)
def test_twice_the_text_takes_twice_the_time(reader: str) -> None:
    found = too_much(READERS[reader], 32_000 if reader in SLOW else 128_000)
    assert found.keys() - (JOINED if reader in SANITISING else set()) == set(), found


@pytest.mark.parametrize("scalar", SCALARS)
def test_twice_the_value_takes_twice_the_time(scalar: str) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(getattr(scalars, scalar))

    def read(text: str) -> None:
        with contextlib.suppress(ValidationError):
            adapter.validate_python(text)

    assert too_much(read, 32_000) == {}  # nobody writes longer values, and they tell no more


def test_twice_the_items_of_one_label_take_twice_the_time() -> None:
    def read(count: int) -> None:
        taken: set[str] = set()
        for _ in range(count // 100):
            parsed, _ = form.parse("- text: My name\n" * 100, "a", 1, taken)
            assert parsed is not None
            taken.update(form.ids(parsed))
        assert len(taken) == count // 100 * 100

    assert growth(lambda count: lambda: read(count), 800, 16_000) <= MOST


def test_twice_the_chapters_out_of_order_take_twice_the_time() -> None:
    def work(count: int) -> Callable[[], object]:
        marks = [Chapter(at, "a") for at in (*range(count), *(count - 1,) * count)]
        return lambda: chapters.check(marks, [Place("a")] * len(marks))

    assert growth(work, 100) <= MOST


def test_twice_the_wrong_words_among_twice_the_known_take_twice_the_time() -> None:
    def read(count: int) -> None:
        known = Known(f"heading-{n}-of-urges" for n in range(count))
        near = [known.did_you_mean(f"haeding-{n}-of-urges") for n in range(count)]
        assert near[-1] == f"did you mean `heading-{count - 1}-of-urges`?"

    assert growth(lambda count: lambda: read(count), 100, 10_000) <= MOST


@pytest.mark.parametrize(
    "part",
    [
        "[x](a{}&amp;b.md) ", "[x](a{}.md)\n", "<a href='a{}.md'>x</a> ", "a{}@b.org ", "https://a{}.org ", "[^{}] ",
        "[^{}]: x\n\n[^{}] ", "| [x](a{}.md) ", "## A\n\n", "- [ ] a{}\n", "<i on{}=x>a</i> ", "</i{}> ", "{{.a{}}} ",
        "](a{} ", "[{}]: a\n\n", "[a]: {}\n\n", "#a{}\n", "a\n: b\n", "```\n```\n", "a\nb\n-\n", "|a|\n|-|\n|a|b|\n\n",
    ],
)  # fmt: skip
def test_twice_of_what_has_a_place_takes_twice_the_time(part: str) -> None:
    def work(count: int) -> Callable[[], object]:
        body = "".join(part.replace("{}", str(n)) for n in range(count))
        return lambda: markdown.render(body, "content/pages/a.md")

    assert growth(work, 100, 4_000) <= MOST
