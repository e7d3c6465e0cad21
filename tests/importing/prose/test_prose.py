"""Texts as a whole: where links and pictures lead, on which line a loss stands, what a hostile one costs."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.formats import dialect, markdown
from pipeline.formats.misread import misread
from pipeline.importing.prose import Shown, prose, written
from pipeline.importing.source.found import Text
from pipeline.problems import Place
from tests.importing.prose.twin import Twin, told, turned


def test_links_and_pictures_lead_where_the_turn_says() -> None:
    turn = Twin(
        links={"https://old.example/?p=12": "../articles/urges.md", "https://old.example/log.pdf": "files/my log.pdf"},
        pictures={"https://old.example/wp/a.jpg": Shown("../images/a.jpg", "A path")},
    )
    text = '<a href="/?p=12&utm_source=x">Urges</a>, <a href="/log.pdf">log</a> <img src="/wp/a.jpg">'
    made = turned(text, turn=turn)
    assert made.markdown == "[Urges](../articles/urges.md), [log](<files/my log.pdf>) ![A path](../images/a.jpg)\n"
    assert made.plain == "Urges, log A path"
    assert told(made) == {"link/tracking": 1}


def test_a_file_of_a_folder_is_asked_for_by_its_path() -> None:
    asked: list[str] = []

    class Noting(Twin):
        def link(self, url: str) -> str:
            asked.append(url)
            return url

    text = "[a](b.md) [c](../d/e.md#f) [g](/h.md) [i]({% link _posts/2020-01-01-j.md %}) [k](#l)"
    prose(Text(text, "markdown", "blog/one.md", Place("blog/one.md", 5)), Noting())
    assert asked == ["blog/b.md", "d/e.md#f", "/h.md", "/_posts/2020-01-01-j.md"]


@pytest.mark.parametrize(
    ("form", "text", "lines"),
    [
        ("html", "<p>a\n<script src='x'></script>\n\n<iframe src='https://e.org/'></iframe>", [11, 13]),
        ("markdown", "a\n\n- b\n- c\n\n{{< xyz >}}\n\n> d\n\n<iframe src='https://e.org/'></iframe>", [15, 19]),
        ("markdown", "::: tip\na\n:::\n\n??? note\n    b\n\nc\n\ntext with <script></script>\n", [19]),
    ],
)
def test_a_loss_stands_on_the_line_of_the_source(form: Any, text: str, lines: list[int]) -> None:
    losses = turned(text, form).losses
    assert sorted(loss.place.line for loss in losses if loss.kind.startswith(("html", "shortcode"))) == lines


def test_what_only_looks_is_counted_once_a_kind_with_its_first_place() -> None:
    [style, other] = turned("<p style='a'>x</p>\n" * 50 + "<font>y</font>").losses
    assert (style.kind, style.outcome, style.count, style.place) == (
        "attribute/style",
        "dropped",
        50,
        Place("source.xml", 10),
    )
    assert (other.kind, other.place.line) == ("tag/font", 60)


@pytest.mark.parametrize(
    "tag", ["div", "b", "ul><li", "blockquote", "table><tr><td", "details", "b><p", "a href=x", "dl><dd", "x-y"]
)
def test_no_depth_loses_a_word(tag: str) -> None:
    made = turned(f"<{tag}>word " * 1_000)
    assert made.plain.count("word") == 1_000


@pytest.mark.parametrize(
    "part",
    ["[x](", "*a ", "<b>a</b><i>b</i>", "`a ", "a<br>", "<li>a_b_", "https://e.org/)) ", "|x", "!x<a href=y>z</a>"],
)
def test_what_is_read_again_grows_no_faster_than_the_text(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def counting(body: str, *rest: Any) -> Any:
        read.append(len(body))
        return dialect.parse(body, *rest)

    class Counting:
        parse = staticmethod(counting)

    monkeypatch.setattr(written, "dialect", Counting)
    costs = []
    for count in (150, 300):
        read.clear()
        turned(part * count)
        costs.append(sum(read))
    assert costs[1] <= 2.2 * costs[0] + 500


def test_a_text_that_our_pages_could_not_take_is_told() -> None:
    assert told(turned("x" * 1_000_001)).get("text/too-long") == 1


def test_an_address_that_holds_a_password_is_no_link() -> None:
    made = turned("<p>See https://me:secret@host.example/a now</p>")
    assert "<https" not in made.markdown and "](" not in made.markdown
    assert told(made) == {"link/unreadable": 1}


def test_what_our_checks_refuse_is_escaped_where_a_question_remains_either_way() -> None:
    """Lines that begin with numbers are asked about however they are written; a heading that is none is refused."""
    made = turned("<p>#Deux<br>20.text = 1<br>20.offset = 2</p>")
    tokens, noted = dialect.parse(made.markdown)
    assert not [*misread(tokens, noted, made.markdown.split("\n"))]


def test_what_nobody_sees_is_no_part_of_an_address() -> None:
    made = turned('<a href="https://e.example/young\N{LEFT-TO-RIGHT MARK}">Young</a>')
    assert made.markdown == "[Young](https://e.example/young)\n"


@pytest.mark.parametrize(
    "block",
    [
        "<table id='to'><tr><th>a</th></tr><tr><td>b</td></tr></table>",
        "<figure id='to'><img src='/a.jpg' alt='A'><figcaption>B</figcaption></figure>",
        "<p><img id='to' src='/a.jpg' alt='A'></p>",
        "<details id='to'><summary>a</summary>b</details>",
        "<dl><dt id='to'>a</dt><dd>b</dd></dl>",
        "<dl><dt>a</dt><dd id='to'>b</dd></dl>",
        "<blockquote id='to'>a</blockquote>",
        "<pre id='to'>a</pre>",
        "<ol id='to'><li>a</li></ol>",
        "<p id='to'>a</p>",
    ],
)
def test_a_link_within_a_text_still_finds_its_place(block: str) -> None:
    """Whatever sort of block it leads to: check refuses one that leads to nothing."""
    made = turned(f"<p><a href='#to'>There</a></p>{block}<p>End</p>").markdown
    link, place, end = (made.index(part) for part in ("[There](#to)", '<a id="to"></a>', "End"))
    assert link < place < end
    found = markdown.render(made, "text.md")
    assert "to" in found.html and not found.findings
