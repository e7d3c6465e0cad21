"""Questions with their answers, and what each answer was made from, so that only what changed is worked out again.

A question is a name and a subject: `row`, and the path of an entry. Who answers it may ask others, and each that is
asked is noted. In the next run an answer stands as long as the answers do that it was made from, whatever else changed;
that is seen from their marks, and no answer has to be there. `facts` stand for themselves: a digest, a setting.

This is how a change costs what it touches, without anybody saying what touches what. It holds as long as those who
answer learn what they say from here alone, or from what is `given` to all of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from pipeline.model.artifact import sha256

Question = tuple[str, str]
Make = Callable[[str], Any]
_MARK = 20
"""Hexadecimal digits of the digest of an answer."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
"""Of a blob."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an answer: its mark, the questions that were asked for it, and the answer, if it is `kept`."""

    mark: str
    asked: tuple[Question, ...] = ()
    answer: Any = None


class Answers:
    """The answers of a run. `before` is what the last one knew."""

    def __init__(self, before: Mapping[Question, Known] | None = None) -> None:
        self._before = dict(before or {})
        self._now: dict[Question, Known] = {}
        self._made: dict[Question, Any] = {}
        self._makers: dict[str, tuple[Make, str]] = {}
        self._asking: list[dict[Question, None]] = []
        self._because: dict[Question, Question | None] = {}

    # Who answers

    def facts(self, name: str, make: Callable[[str], str]) -> None:
        """Questions whose short answers are known without asking, and stand for themselves."""
        self._makers[name] = make, "fact"

    def answers(self, name: str, make: Make, *, kept: bool = False) -> None:
        """Questions answered by `make`, from the subject. Only plain data (JSON) can be `kept` for the next run."""
        self._makers[name] = make, "kept" if kept else "made"

    # Who asks

    def ask(self, name: str, subject: str = "") -> Any:
        """The answer."""
        question = (name, subject)
        self._note(question)
        self._settle(question)
        if question not in self._made:
            known = self._now[question]
            kept = self._makers[name][1] == "kept"
            self._made[question] = known.answer if kept else self._worked_out(question)[0]
        return self._made[question]

    def fact(self, name: str, subject: str = "") -> str:
        """The answer of a fact, noted as asked."""
        self._note((name, subject))
        return self._settle((name, subject)).mark

    def stands(self, name: str, subject: str = "") -> bool:
        """Whether the answer of the last run still holds, so that it need not be worked out."""
        question = (name, subject)
        if question in self._now:
            return question not in self._because
        known = self._before.get(question)
        if known is None or self._makers[name][1] == "fact":
            return False
        if reason := self._changed(known):
            self._because[question] = reason
            return False
        self._now[question] = known
        return True

    def same(self, name: str, subject: str = "") -> bool:
        """Whether a fact is what it was in the last run."""
        before = self._before.get((name, subject))
        return before is not None and before.mark == self._settle((name, subject)).mark

    def why(self, name: str, subject: str = "") -> Question | None:
        """Of an answer that was worked out now: the question whose other answer was the reason; None: it is new."""
        return self._because.get((name, subject))

    def forget(self, name: str, subject: str) -> None:
        """The answer is worked out again when somebody asks."""
        self._now.pop((name, subject), None)
        self._made.pop((name, subject), None)
        self._before.pop((name, subject), None)

    def doubt(self, name: str, subject: str) -> None:
        """Once all is answered: what was made from this fact does not stand in the next run."""
        self._now[name, subject] = Known("")

    @property
    def news(self) -> bool:
        """Whether something is known now that was not known in the last run, or the other way round."""
        return self._now != self._before

    # What is known

    def _note(self, question: Question) -> None:
        if self._asking:
            self._asking[-1][question] = None

    def _settle(self, question: Question) -> Known:
        """Know of an answer whether it still holds; else work it out."""
        known = self._now.get(question)
        if known is not None:
            return known
        make, how = self._makers[question[0]]
        if how == "fact":
            known = Known(make(question[1]))
        else:
            before = self._before.get(question)
            reason = self._changed(before) if before else None
            known = before if before and reason is None else None
            if known is None:
                self._because[question] = reason
                answer, asked = self._worked_out(question)
                self._made[question] = answer
                known = Known(_mark(answer), asked, answer if how == "kept" else None)
        self._now[question] = known
        return known

    def _changed(self, known: Known) -> Question | None:
        """The first of the questions behind an answer that has another answer now."""
        for question in known.asked:
            before = self._before.get(question)
            if before is None or self._settle(question).mark != before.mark:
                return question
        return None

    def _worked_out(self, question: Question) -> tuple[Any, tuple[Question, ...]]:
        name, subject = question
        self._asking.append({})
        try:
            answer = self._makers[name][0](subject)
        finally:
            asked = self._asking.pop()
        return answer, tuple(asked)

    def digests(self) -> Iterator[str]:
        """The digests that answers name: those bytes are wanted as long as the answers stand."""
        for known in self._now.values():
            yield from _digests(known.answer)

    def to_bytes(self, given: str) -> bytes:
        """All that is known now, as JSON, `version: 1`; `given` tells what it depends on besides. The fields of an
        answer keep their order: what is made of one that was kept has the same bytes.
        """
        number = {question: at for at, question in enumerate(self._now)}
        names = {name: at for at, name in enumerate(dict.fromkeys(name for name, _ in self._now))}
        subjects = {subject: at for at, subject in enumerate(dict.fromkeys(subject for _, subject in self._now))}
        rows = [
            [names[name], subjects[subject], known.mark, *(number[asked] for asked in known.asked)]
            for (name, subject), known in self._now.items()
        ]
        answers = {str(number[q]): known.answer for q, known in self._now.items() if known.answer is not None}
        tables = {"names": list(names), "subjects": list(subjects), "known": rows, "answers": answers}
        return to_json({"version": 1, "given": given, **tables})


def from_bytes(data: bytes | None, given: str) -> Answers:
    """Answers that know what `to_bytes` wrote, if it was given the same; else nothing."""
    try:
        plain = json.loads(data or b"{}")
    except ValueError:
        plain = {}
    if not isinstance(plain, dict) or plain.get("version") != 1 or plain.get("given") != given:
        return Answers()
    names, subjects, answers = plain["names"], plain["subjects"], plain["answers"]
    questions = [(names[row[0]], subjects[row[1]]) for row in plain["known"]]
    known = (
        Known(row[2], tuple([questions[at] for at in row[3:]]), answers.get(str(number)))
        for number, row in enumerate(plain["known"])
    )
    return Answers(dict(zip(questions, known, strict=True)))


def _digests(answer: Any) -> Iterator[str]:
    if isinstance(answer, str):
        if _DIGEST.fullmatch(answer):
            yield answer
    elif isinstance(answer, Mapping | list | tuple):
        for inner in answer.values() if isinstance(answer, Mapping) else answer:
            yield from _digests(inner)


def _mark(answer: Any) -> str:
    return sha256(to_json(answer))[:_MARK]
