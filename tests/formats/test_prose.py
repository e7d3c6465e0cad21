"""Markdown as it is read: sentences with their places, syllables, and an age."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import prose

SOUNDS = {
    1: "a through walked asked likes moved friend you're don't strength urge ways fruit breathed",
    2: "people before something sometimes didn't table needed houses evening every being quiet alone rhythm wisdom",
    3: "someone's idea video diary usual family reasonable's beautiful yesterday relapsing medicine",
    4: "alcohol's community motivation appreciates understanding particular",
    5: "university association communication alcoholism",
}
# Two of our own texts, and one from a law of ours: easy, ordinary, hard.
EASY = "The urge comes. It grows for a while. Then it goes. You can wait. Have a cup of tea, and call a friend."
PLAIN = (
    "Most people notice that an urge is strongest in the first ten minutes. When you have something to do with your "
    "hands, the time passes more easily. Write down what helped, because you will want to know it tomorrow."
)
HARD = (
    "Notwithstanding the aforementioned considerations, individuals experiencing psychological dependence may "
    "substantially benefit from the implementation of evidence-based behavioural interventions, particularly where "
    "environmental reinforcement contingencies are systematically identified."
)


@pytest.mark.parametrize(("count", "word"), [(n, word) for n, line in SOUNDS.items() for word in line.split()])
def test_syllables_are_counted_as_they_are_heard(count: int, word: str) -> None:
    heard = count + {"reasonable's": 1, "alcohol's": -1}.get(word, 0)
    assert prose.syllables(word) == heard


def test_harder_texts_ask_for_more_years() -> None:
    easy, plain, hard = (prose.reading_age([text]) for text in (EASY, PLAIN, HARD))
    assert easy < 8 < plain < 13 < hard


def test_the_age_is_that_of_the_published_formula() -> None:
    """Six words in one sentence, seven syllables: 0.39 · 6 + 11.8 · 7 / 6 - 15.59, and five years before school."""
    assert prose.reading_age(["The cat sat by the window."]) == pytest.approx(0.39 * 6 + 11.8 * 7 / 6 - 15.59 + 5)


def told(text: str) -> list[str]:
    found = (s for p in prose.passages(text) if p.sort == "prose" for _, s in prose.sentences(p.text))
    return [" ".join(sentence.split()) for sentence in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Ask Dr. Jones, e.g. On Monday. Go.", ["Ask Dr. Jones, e.g. On Monday.", "Go."]),
        ("So do I. You too.", ["So do I.", "You too."]),
        ('She said "Go." He went.', ['She said "Go."', "He went."]),
        ("It costs 3.50 a day. That adds up.", ["It costs 3.50 a day.", "That adds up."]),
        ("Read [the log](../a/b.md). Then rest.", ["Read the log .", "Then rest."]),
        ("A line\nand the next.\n\nAnother.", ["A line and the next.", "Another."]),
        ("- First\n- Second\n  goes on\n1. Third", ["First", "Second goes on", "Third"]),
        ("# Title\nText.\n\n| a | b |\n| - | - |\n| c | d |\n\n> Theirs.\n", ["Text."]),
        ("Before.\n\n```sh\ncode here. More.\n```\n\nAfter.", ["Before.", "After."]),
        ("A *strong* word <!-- a note.\nHidden. -->here.", ["A strong word here."]),
        ("Title\n=====\n\nText {: .wide }", ["Text"]),
        ("See https://example.org/a.B. It helps.", ["See .", "It helps."]),
    ],
)
def test_sentences_are_those_of_a_reader(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_a_sentence_has_its_place() -> None:
    body = "## Title\n\nFirst here.\nAnd *this*\none [goes](x.md) on. Last\n"
    (passage,) = (p for p in prose.passages(body) if p.sort == "prose")
    assert [passage.place(offset) for offset, _ in prose.sentences(passage.text)] == [(3, 1), (4, 1), (5, 22)]


def test_what_is_mentioned_has_a_beginning_and_an_end() -> None:
    (passage,) = prose.passages('"One" and “two” here')
    assert passage.mentions == ((0, 5), (10, 15))
    assert [offset for offset in range(len(passage.text)) if passage.mentioned(offset)] == [*range(5), *range(10, 15)]


def test_a_comment_may_begin_a_text_and_be_empty() -> None:
    assert told("<!-- Hidden. -->Shown.") == ["Shown."]
    assert told("<!----> Shown. So is <!-- this") == ["Shown.", "So is <!-- this"]


def test_a_row_has_two_lines_or_another_row_below_it() -> None:
    assert told("a | b\n\nText | goes on.") == ["a | b", "Text | goes on."]
    assert told("a | b\nc | d\n\n| e |") == ["c | d"]


MARKUP = st.text(st.sampled_from("abA. \n#>-*_`~|[](){}<!:\"'“”‘’«»\\?1é\t"), max_size=300)


@given(MARKUP | st.text(max_size=300))
def test_no_text_breaks_it_and_every_place_is_in_the_text(body: str) -> None:
    lines = body.split("\n")
    for passage in prose.passages(body):
        assert len(passage.text) == len(passage.raw)
        for offset, sentence in prose.sentences(passage.text):
            line, column = passage.place(offset)
            assert lines[line - 1][column - 1] == sentence[0]
            passage.mentioned(offset)
    assert prose.reading_age([body]) < 1_000_000


@given(st.text())
def test_every_word_is_heard(word: str) -> None:
    assert prose.syllables(word) >= 1


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("A line\ngoes on.", [("prose", 1, "A line\ngoes on.")]),
        ("> Theirs\n> still.\nOurs.", [("quote", 1, "  Theirs\n  still."), ("prose", 3, "Ours.")]),
        ("Title\n-----\nText.", [("label", 1, "Title"), ("prose", 3, "Text.")]),
        ("Title\n-\nText.", [("prose", 1, "Title"), ("prose", 3, "Text.")]),
        ("###### Six\n####### Seven", [("label", 1, "       Six"), ("prose", 2, "####### Seven")]),
        ("!!! note\n    Inside.", [("prose", 2, "    Inside.")]),
        ("Term\n:   Meaning", [("prose", 1, "Term"), ("prose", 2, "    Meaning")]),
        ("[^1]: A note.", [("prose", 1, "      A note.")]),
        ("[a]: https://e.org\nText", [("prose", 2, "Text")]),
        ("1) one\n10. two", [("prose", 1, "   one"), ("prose", 2, "    two")]),
        ("```form\n- text: What?\n```\nText", [("label", 2, "- text: What?"), ("prose", 4, "Text")]),
        ("~~~\ncode\n~~~~\nText", [("prose", 4, "Text")]),
        ("~~~~\ncode\n~~~\nmore\n~~~~ x\nmore", []),
        ("a\n\n<!-- b\nc -->\n\nd", [("prose", 1, "a"), ("prose", 6, "d")]),
        ("***\n___\n| |", []),
    ],
)
def test_passages_are_cut_where_a_reader_stops(text: str, sorts: list[tuple[str, int, str]]) -> None:
    assert [(passage.sort, passage.line, passage.text.rstrip()) for passage in prose.passages(text)] == sorts


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("see ![a (b)](c(d).png) here", "see here"),
        ("see [a b](c(d).md) here", "see a b here"),
        ("see [a][b] and[^1] here", "see a and here"),
        ("see <b title='x'>a</b> <https://e.org> here", "see a here"),
        ("see https://e.org/a_b. Here", "see . Here"),
        ("see `a b` ``c d`` here", "see here"),
        ("see snake_case and _this_ *that* **those**", "see snake_case and this that those"),
        ("see this {: .wide } {#id} {.x} {braces}", "see this {braces}"),
        ("see \\*stars\\*", "see stars"),
    ],
)
def test_what_is_no_prose_is_blank(text: str, left: str) -> None:
    (passage,) = prose.passages(text)
    assert passage.text.split() == left.split() and len(passage.text) == len(text) and passage.raw.count("`") == 0


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ('He said "go on" and went', ['"go on"']),
        ("“a” ‘b’ «c» „d“ „e”", ["“a”", "‘b’", "«c»", "„d“", "„e”"]),
        ("it's 'don't go' isn't", ["'don't go'"]),
        ("a *b c* d_e_f _g_ 2*3*4", ["*b c*", "_g_"]),
        ("“open and * never * ended", []),
    ],
)
def test_what_is_in_quotation_marks_or_emphasis_is_mentioned(text: str, mentioned: list[str]) -> None:
    (passage,) = prose.passages(text)
    assert [text[start:end] for start, end in passage.mentions] == mentioned


@pytest.mark.parametrize(
    ("text", "count"),
    [
        *(("One… Two.", 2), ("Really?! Yes.", 2), ("see fig. two.", 1), ("It was 5.30 p.m. on Monday", 1)),
        *(("J. Newton and A. Einstein.", 1), ("Prof. Lee, St. Ives, vs. No. 5", 1), ("Go. (Then rest.) Done.", 3)),
        *(("Stop. Ünder", 2), ("Stop. über", 1), ("Stop.Go", 1), ("...", 0), ("", 0)),
    ],
)
def test_where_a_sentence_ends(text: str, count: int) -> None:
    assert len(list(prose.sentences(text))) == count


def test_a_text_without_words_has_no_age() -> None:
    assert prose.reading_age([]) == prose.reading_age(["...", ""]) == 0.0
    assert prose.words("It's a well-known 3.5 – fact") == ["It's", "a", "well-known", "3", "5", "fact"]
    # Two sentences of two passages are heard together.
    assert prose.reading_age(["Go on.", "Stop."]) == pytest.approx(0.39 * 3 / 2 + 11.8 * 3 / 3 - 15.59 + 5)
