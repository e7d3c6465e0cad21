"""Why something was worked out again, in words: which of the things that it was made from changed."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.answers import Answers, Question

_DEEP = 8
"""Steps that are followed from a thing to what it was made from; nothing rests on more."""
_WORDS = {
    "entry": "`{}` changed",
    "reference": "{of}`{}`, to which it leads, changed",
    "teaser": "{of}`{}`, which it names, changed",
    "row": "what is said of `{}` changed",
    "words": "the length of `{}` changed",
    "sound": "the sound of `{}` changed",
    "editions": "the files to print of `{}` changed",
    "picture": "the picture `{}` changed",
    "person": "{of}the person `{}` changed",
    "topic": "{of}the topic `{}` changed",
    "audience": "{of}the audience `{}` changed",
    "lists": "the {} of the library changed",
    "listed": "what is listed below {} changed",
    "listed on": "what is listed below {} changed",
    "below": "what belongs to `{}` changed",
    "headings": "the topics and audiences of entries changed: others are related now",
    "related": "others are related to `{}` now",
    "feed to follow": "the feed to follow from `/{}` changed",
    "head": "{of}`{}` changed",
    "frame": "the frame of all pages changed: settings, words, navigation or assets",
    "look": "a template of the theme changed",
}
"""What is said of a question that was the reason."""
_WHOLE = {
    "reference": "the title or address of ",
    "teaser": "what lists show of ",
    "head": "the title in browsers, or the card, of ",
}
"""Of which of its parts, where those are not known."""
_PARTS = {
    "image": "picture",
    "live": "address",
    "minutes": "length",
    "photo": "picture",
    "seconds": "length",
    "url": "address",
}
"""How parts are called where their names are not words."""
_FOLLOWED = frozenset({"draft", "drafts", "hub", "row", "teaser", "words"})
"""Questions behind which there is another that says more."""


def reason(answers: Answers, name: str, subject: str) -> str:
    """Why an answer was worked out now; empty for what is new."""
    question: Question | None = answers.why(name, subject)
    told = ""
    for _ in range(_DEEP):
        if question is None:
            break
        told = _told(question, answers.other(*question)) or told
        if question[0].partition(" at ")[0] not in _FOLLOWED or question[0].startswith("teaser"):
            break
        question = answers.why(*question)
    return told


def _told(question: Question, parts: Sequence[str]) -> str:
    name, subject = question
    sort = name.partition(" at ")[0]
    called = [*dict.fromkeys(f"the {_PARTS.get(part, part)}" for part in parts)]
    of = f"{' and '.join(filter(None, (', '.join(called[:-1]), *called[-1:])))} of " if called else _WHOLE.get(sort, "")
    return _WORDS.get(sort, "").format(subject, of=of)
