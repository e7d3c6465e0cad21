"""What is worked out again, and what answers tell of themselves."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.model.answers import Answers, by_parts, from_bytes
from pipeline.model.artifact import sha256


def test_a_text_as_long_as_a_digest_is_none() -> None:
    answers, digest = Answers(), sha256(b"page")
    given = {"page": [digest, 4], "words": {"digest": digest.upper(), "near": [["x" * 64], None, f"/{digest}"]}}
    answers.answers("sheet", lambda _: given, kept=True)
    answers.ask("sheet")
    assert list(answers.digests()) == [digest]


def test_which_parts_are_other_is_known_of_what_was_kept_and_of_facts_told_by_parts() -> None:
    def told(before: Answers, title: str, text: str) -> Answers:
        answers = from_bytes(before.to_bytes("given"), "given")
        answers.facts("topic", lambda _: by_parts({"title": title, "text": text}))
        answers.answers("teaser", lambda _: {"title": title + answers.fact("topic"), "text": text}, kept=True)
        answers.answers("line", lambda _: [title, answers.fact("topic")], kept=True)
        for name in ("topic", "teaser", "line"):
            answers.ask(name)
        return answers

    first = told(Answers(), "Urges", "of old")
    assert first.other("topic") == first.other("teaser") == ()  # nothing was known before
    later = told(first, "Urges", "of late")
    assert later.other("topic") == ("text",)
    assert later.other("teaser") == ("title", "text") and later.other("line") == ()
    assert told(later, "Urges", "of late").other("topic") == ()


@dataclass
class House:
    """Facts by name; a `word` of each, a `line` of two words, a `page` of all lines. It counts what it works out."""

    facts: dict[str, str]
    answers: Answers = field(default_factory=Answers)
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.answers.facts("fact", lambda name: self.facts.get(name, ""))
        self.answers.answers("word", self._word)
        self.answers.answers("line", self._line, kept=True)
        self.answers.answers("page", self._page, kept=True)

    def _word(self, name: str) -> str:
        self.done.append(f"word {name}")
        return self.answers.fact("fact", name)[:3]

    def _line(self, names: str) -> list[str]:
        self.done.append(f"line {names}")
        return [self.answers.ask("word", name) for name in names]

    def _page(self, lines: str) -> list[list[str]]:
        self.done.append(f"page {lines}")
        return [self.answers.ask("line", line) for line in lines.split()]

    def again(self, **facts: str) -> House:
        """The next run, which learns from this one what a file can hold."""
        return House({**self.facts, **facts}, from_bytes(self.answers.to_bytes("given"), "given"))


def first() -> House:
    house = House({"a": "apple", "b": "berry", "c": "cherry"})
    assert house.answers.ask("page", "ab bc") == [["app", "ber"], ["ber", "che"]]
    return house


def test_what_did_not_change_is_not_worked_out_again() -> None:
    house = first().again()
    assert house.answers.ask("page", "ab bc") == [["app", "ber"], ["ber", "che"]]
    assert house.done == [] and not house.answers.news


def test_what_changed_is_worked_out_with_all_that_was_made_from_it_and_nothing_else() -> None:
    house = first().again(c="citron")
    assert house.answers.ask("page", "ab bc") == [["app", "ber"], ["ber", "cit"]]
    assert sorted(house.done) == ["line bc", "page ab bc", "word b", "word c"]  # `word b` is not kept, so asked again
    assert house.answers.why("page", "ab bc") == ("line", "bc") and house.answers.why("word", "c") == ("fact", "c")


def test_an_answer_that_comes_out_as_it_was_stops_the_change() -> None:
    house = first().again(c="cheddar")
    assert house.answers.stands("line", "bc")
    assert house.answers.ask("page", "ab bc") == [["app", "ber"], ["ber", "che"]]
    assert house.done == ["word c"] and house.answers.news


def test_questions_that_come_and_go_are_never_taken_for_each_other() -> None:
    house = first()
    for facts, lines in (({}, "bc"), ({"d": "date"}, "bc cd"), ({"a": "aspic"}, "ab bc"), ({"d": "dill"}, "cd ab da")):
        house = house.again(**facts)
        fresh = House(house.facts)
        assert house.answers.ask("page", lines) == fresh.answers.ask("page", lines)
        for line in lines.split():
            assert house.answers.ask("line", line) == fresh.answers.ask("line", line)


def test_what_is_forgotten_is_worked_out_again_and_what_is_doubted_in_the_next_run() -> None:
    house = first().again()
    house.answers.forget("line", "bc")
    assert not house.answers.stands("line", "bc") and house.answers.ask("line", "bc") == ["ber", "che"]
    assert "line bc" in house.done
    house.answers.ask("line", "ab")
    house.answers.doubt("fact", "a")
    later = house.again()
    assert later.answers.stands("word", "b") and not later.answers.stands("word", "a")


def test_what_was_given_something_else_knows_nothing() -> None:
    data = first().answers.to_bytes("given")
    for odd in (from_bytes(data, "other"), from_bytes(data[:-9], "given"), from_bytes(None, "given")):
        house = House({}, odd)
        assert not house.answers.stands("page", "ab bc")
