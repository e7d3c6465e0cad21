"""Questions with their answers, and what each answer was made from, so that only what changed is worked out again.

A question is a name and a subject: `row`, and the path of an entry. Who answers it may ask others, and each that is
asked is noted. In the next run an answer stands as long as the answers do that it was made from, whatever else changed;
that is seen from their marks, and no answer has to be there. `facts` stand for themselves: a digest, a setting.

This is how a change costs what it touches, without anybody saying what touches what. It holds as long as those who
answer learn what they say from here alone, or from what is `given` to all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, count
from typing import Any

from pydantic_core import from_json, to_json

from pipeline.model.artifact import sha256

Question = tuple[str, str]
Make = Callable[[str], Any]
_MARK, _PART = 20, 12
"""Hexadecimal digits of the digest of an answer, and of a part of one."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
"""Of a blob."""
Row = list[Any]
"""What is known of an answer, as it stands in the memory of a run: the number of its question, its mark, the numbers of
the questions that were asked for it, and the answer itself, if it is kept. Numbers are those of this memory alone. It
has no mark when it shall be worked out again.
"""
_NUMBER, _MARKED, _ASKED, _ANSWER = range(4)
_Known = dict[str, dict[str, Row]]
"""Rows by name and subject. Those that stand go from one run to the next as they are."""


class Answers:
    """The answers of a run. `before` is what the last one knew."""

    def __init__(self, before: _Known | None = None) -> None:
        self._before = before or {}
        self._now: _Known = {}
        self._questions = _numbered(self._before)
        self._free = chain((n for n, q in enumerate(self._questions) if q is None), count(len(self._questions)))
        self._same: set[int] = set()  # the numbers of those whose answer is what it was
        self._made: dict[Question, Any] = {}
        self._makers: dict[str, tuple[Make, str]] = {}
        self._asking: list[dict[Question, None]] = []
        self._because: dict[Question, Question | None] = {}

    # Who answers

    def facts(self, name: str, make: Callable[[str], str]) -> None:
        """Questions whose short answers are known without asking, and stand for themselves."""
        self._answered(name, make, "fact")

    def answers(self, name: str, make: Make, *, kept: bool = False) -> None:
        """Questions answered by `make`, from the subject. Only plain data (JSON) can be `kept` for the next run."""
        self._answered(name, make, "kept" if kept else "made")

    def _answered(self, name: str, make: Make, how: str) -> None:
        self._makers[name] = make, how
        for rows in (self._before, self._now):
            rows.setdefault(name, {})

    # Who asks

    def ask(self, name: str, subject: str = "") -> Any:
        """The answer."""
        self._note((name, subject))
        row = self._settled(name, subject)
        if self._makers[name][1] == "kept":
            return row[_ANSWER]
        question = (name, subject)
        if question not in self._made:
            self._made[question] = self._worked_out(name, subject)[0]
        return self._made[question]

    def fact(self, name: str, subject: str = "") -> str:
        """The answer of a fact, noted as asked."""
        self._note((name, subject))
        mark: str = self._settled(name, subject)[_MARKED]
        return mark

    def stands(self, name: str, subject: str = "") -> bool:
        """Whether the answer of the last run still holds, so that it need not be worked out."""
        if subject in self._now[name]:
            return (name, subject) not in self._because
        return self._makers[name][1] != "fact" and self._still(name, subject) is not None

    def same(self, name: str, subject: str = "") -> bool:
        """Whether a fact is what it was in the last run."""
        return self._settled(name, subject)[_NUMBER] in self._same

    def asked(self, name: str) -> tuple[str, ...]:
        """The subjects of all that was asked by this name, or that an answer rests on which still stands."""
        return tuple(self._now[name])

    def why(self, name: str, subject: str = "") -> Question | None:
        """Of an answer that was worked out now: the question whose other answer was the reason; None: it is new."""
        return self._because.get((name, subject))

    def other(self, name: str, subject: str = "") -> tuple[str, ...]:
        """The parts of an answer, or of a fact that is told `by_parts`, that are other than they were in the last run;
        none where either is not known by its parts.
        """
        before, now = (_parts(rows[name].get(subject)) for rows in (self._before, self._now))
        return tuple(part for part in now if before and before.get(part) != now[part])

    def forget(self, name: str, subject: str) -> None:
        """The answer is worked out again when somebody asks."""
        row = self._now[name].pop(subject, None) or self._before[name].get(subject)
        self._made.pop((name, subject), None)
        if row is not None:
            self._same.discard(row[_NUMBER])
            self._before[name][subject] = [row[_NUMBER], None, []]

    def doubt(self, name: str, subject: str) -> None:
        """Once all is answered: what was made from this fact does not stand in the next run."""
        self._now[name][subject] = [self._settled(name, subject)[_NUMBER], "", []]

    @property
    def news(self) -> bool:
        """Whether something is known now that was not known in the last run, or the other way round."""
        return self._now != self._before

    # What is known

    def _note(self, question: Question) -> None:
        if self._asking:
            self._asking[-1][question] = None

    def _settled(self, name: str, subject: str) -> Row:
        """What is known of an answer that still holds, or else is worked out now."""
        row = self._now[name].get(subject)
        if row is not None:
            return row
        make, how = self._makers[name]
        if how == "fact":
            return self._know(name, subject, make(subject), [])
        row = self._still(name, subject)
        if row is not None:
            return row
        self._because.setdefault((name, subject), None)
        answer, asked = self._worked_out(name, subject)
        self._made[name, subject] = answer
        numbers = [self._now[one][about][_NUMBER] for one, about in asked]
        return self._know(name, subject, _mark(answer), numbers, *([answer] if how == "kept" else []))

    def _still(self, name: str, subject: str) -> Row | None:
        """What the last run knew of an answer, if all that it was made from is as it was."""
        before = self._before[name].get(subject)
        if before is None or before[_MARKED] is None:
            return None
        for number in before[_ASKED]:
            if number not in self._same:
                question = self._questions[number]
                if question is None or self._settled(*question)[_NUMBER] not in self._same:
                    self._because[name, subject] = question
                    return None
        self._same.add(before[_NUMBER])
        self._now[name][subject] = before
        return before

    def _know(self, name: str, subject: str, mark: str, asked: list[int], *answer: Any) -> Row:
        before = self._before[name].get(subject)
        row = [before[_NUMBER] if before else next(self._free), mark, asked, *answer]
        if before and before[_MARKED] == mark:
            self._same.add(row[_NUMBER])
        self._now[name][subject] = row
        return row

    def _worked_out(self, name: str, subject: str) -> tuple[Any, tuple[Question, ...]]:
        self._asking.append({})
        try:
            answer = self._makers[name][0](subject)
        finally:
            asked = self._asking.pop()
        return answer, tuple(asked)

    def digests(self) -> Iterator[str]:
        """The digests that answers name: those bytes are wanted as long as the answers stand."""
        for rows in self._now.values():
            for row in rows.values():
                yield from _digests(row[_ANSWER:])

    def to_bytes(self, given: str) -> bytes:
        """All that is known now, as JSON, `version: 2`; `given` tells what it depends on besides. The fields of an
        answer keep their order: what is made of one that was kept has the same bytes.
        """
        return to_json({"version": 2, "given": given, "known": self._now})


def from_bytes(data: bytes | None, given: str) -> Answers:
    """Answers that know what `to_bytes` wrote, if it was given the same; else nothing."""
    try:
        plain = from_json(data or b"{}", cache_strings="keys")
    except ValueError:
        plain = {}
    fits = isinstance(plain, dict) and plain.get("version") == 2 and plain.get("given") == given
    return Answers(plain["known"] if fits else None)


def _numbered(known: _Known) -> list[Question | None]:
    """The questions by their numbers; None for a number that none has."""
    last = max((row[_NUMBER] for rows in known.values() for row in rows.values()), default=-1)
    questions: list[Question | None] = [None] * (last + 1)
    for name, rows in known.items():
        for subject, row in rows.items():
            questions[row[_NUMBER]] = (name, subject)
    return questions


def by_parts(value: Mapping[str, Any]) -> str:
    """A fact that knows its parts: when it changes, it can be said which of them did."""
    return to_json({part: sha256(to_json(of))[:_PART] for part, of in value.items()}).decode()


def _parts(row: Row | None) -> Mapping[str, Any]:
    """What an answer that was kept says by parts, or a fact; empty where it has none."""
    if not row or not row[_MARKED]:
        return {}
    known = row[_ANSWER] if len(row) > _ANSWER else from_json(row[_MARKED]) if row[_MARKED][0] == "{" else {}
    return known if isinstance(known, Mapping) else {}


def _digests(answer: Any) -> Iterator[str]:
    if isinstance(answer, str):
        if _DIGEST.fullmatch(answer):
            yield answer
    elif isinstance(answer, Mapping | list | tuple):
        for inner in answer.values() if isinstance(answer, Mapping) else answer:
            yield from _digests(inner)


def _mark(answer: Any) -> str:
    return sha256(to_json(answer))[:_MARK]
