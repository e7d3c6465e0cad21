"""Why something was worked out again, in words: which of the things that it was made from changed."""

from __future__ import annotations

from pipeline.model.answers import Answers, Question

_DEEP = 8
"""Steps that are followed from a thing to what it was made from; nothing rests on more."""
_WORDS = {
    "entry": "`{}` changed",
    "reference": "the title or address of `{}`, to which it leads, changed",
    "teaser": "what lists show of `{}`, which it names, changed",
    "row": "what is said of `{}` changed",
    "words": "the length of `{}` changed",
    "sound": "the sound of `{}` changed",
    "editions": "the files to print of `{}` changed",
    "picture": "the picture `{}` changed",
    "person": "the person `{}` changed",
    "topic": "the topic `{}` changed",
    "audience": "the audience `{}` changed",
    "lists": "the {} of the library changed",
    "listed": "what is listed below {} changed",
    "listed on": "what is listed below {} changed",
    "below": "what belongs to `{}` changed",
    "headings": "the topics and audiences of entries changed: others are related now",
    "related": "others are related to `{}` now",
    "feed to follow": "the feed to follow from `/{}` changed",
    "head": "its title in browsers, or its card, changed",
    "frame": "the frame of all pages changed: settings, words, navigation or assets",
    "look": "a template of the theme changed",
}
_FOLLOWED = frozenset({"draft", "drafts", "hub", "row", "teaser", "words"})
"""Questions behind which there is another that says more."""


def reason(answers: Answers, name: str, subject: str) -> str:
    """Why an answer was worked out now; empty for what is new."""
    question: Question | None = answers.why(name, subject)
    told = ""
    for _ in range(_DEEP):
        if question is None:
            break
        told = _told(question) or told
        if question[0].partition(" at ")[0] not in _FOLLOWED or question[0].startswith("teaser"):
            break
        question = answers.why(*question)
    return told


def _told(question: Question) -> str:
    name, subject = question
    words = _WORDS.get(name.partition(" at ")[0], "")
    return words.format(subject)
