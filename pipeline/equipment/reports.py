"""Forms on a forge for readers, who only want to report a mistake or to suggest a link.

What is asked stands here once; each forge has its own way to ask. Standard: GitHub's issue forms, which Forgejo reads
as well; GitLab has a text for each, which is filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from pipeline.formats.wording import Wording
from pipeline.model.kinds import claiming
from pipeline.settings import Settings

WIDTH = 120


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked, in a line or in more, or chosen from the words of a section of the interface."""

    name: str
    sort: Literal["line", "lines", "choice"]
    needed: bool = False
    section: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader may tell."""

    name: str
    questions: tuple[Question, ...]


REPORTS = (
    Report(
        "mistake",
        (
            Question("page", "line", needed=True),
            Question("where", "line"),
            Question("what", "lines", needed=True),
            Question("better", "lines"),
        ),
    ),
    Report(
        "link",
        (
            Question("address", "line", needed=True),
            Question("called", "line", needed=True),
            Question("why", "lines", needed=True),
            Question("kind", "choice", section="links.kinds"),
            Question("cost", "choice", section="links.costs"),
            Question("regions", "line"),
        ),
    ),
)
_ENGLISH: Mapping[str, str] = {
    "reports.public": "What you write here can be read by everybody, and stays. Please don't write about your health, "
    "and name nobody who could be recognised.",
    "reports.help": "Nobody answers here at once. This page says where help is now.",
    "reports.mistake.name": "Something is wrong",
    "reports.mistake.about": "A typing error, a wrong number, a link that leads nowhere, sound that doesn't play",
    "reports.mistake.title": "Wrong: ",
    "reports.mistake.page": "On which page?",
    "reports.mistake.page-hint": "Copy its address from the browser.",
    "reports.mistake.where": "Where on it?",
    "reports.mistake.where-hint": "A heading, the first words of the sentence, the minute of an episode.",
    "reports.mistake.what": "What is wrong?",
    "reports.mistake.what-hint": "If something does not work: what did you do, and on which device?",
    "reports.mistake.better": "How would it be right?",
    "reports.mistake.better-hint": "Leave this empty if you don't know.",
    "reports.link.name": "Suggest a link",
    "reports.link.about": "Help, a tool, something to read or to hear that others should know of",
    "reports.link.title": "Link: ",
    "reports.link.address": "What is its address?",
    "reports.link.address-hint": "It begins with https://",
    "reports.link.called": "What is it called?",
    "reports.link.called-hint": "As it calls itself.",
    "reports.link.why": "What does it offer, and to whom?",
    "reports.link.why-hint": "A sentence or two. What was good about it? If it is yours, please say so.",
    "reports.link.kind": "What sort of thing is it?",
    "reports.link.kind-hint": "",
    "reports.link.cost": "What does it cost?",
    "reports.link.cost-hint": "",
    "reports.link.regions": "In which countries does it help?",
    "reports.link.regions-hint": "Leave this empty if it serves everywhere.",
}


def words() -> Mapping[str, str]:
    """Every text of the reports by its name, in English: what a translation says otherwise."""
    return {name: text for name, text in _ENGLISH.items() if text}


def issue_forms(settings: Settings, wording: Wording) -> dict[str, str]:
    """Issue forms of GitHub and Forgejo by the names of their files."""
    made = {f"{report.name}.yml": _yaml(_form(report, settings, wording)) for report in REPORTS}
    page = _help(settings)
    leads = [{"name": _crisis(settings), "url": page, "about": _said(wording, "reports.help")}] if page else []
    return {**made, "config.yml": _yaml({"blank_issues_enabled": True, "contact_links": leads})}


def templates(settings: Settings, wording: Wording) -> dict[str, str]:
    """Texts for GitLab by the names of their files, which is what readers choose from."""
    return {f"{_title(report, wording)}.md": "\n".join(_lines(report, settings, wording)) for report in REPORTS}


def _form(report: Report, settings: Settings, wording: Wording) -> dict[str, Any]:
    here = f"reports.{report.name}"
    note = {"type": "markdown", "attributes": {"value": _note(settings, wording)}}
    return {
        "name": _said(wording, f"{here}.name"),
        "description": _said(wording, f"{here}.about"),
        "title": _said(wording, f"{here}.title"),
        "labels": [f"library-{report.name}"],
        "body": [note, *(_element(question, here, wording) for question in report.questions)],
    }


_ELEMENTS = {"line": "input", "lines": "textarea", "choice": "dropdown"}


def _element(question: Question, here: str, wording: Wording) -> dict[str, Any]:
    hint = _said(wording, f"{here}.{question.name}-hint")
    asked: dict[str, Any] = {"label": _said(wording, f"{here}.{question.name}")}
    asked |= {"description": hint} if hint else {}
    asked |= {"options": list(_options(question, wording))} if question.sort == "choice" else {}
    needed = {"validations": {"required": True}} if question.needed else {}
    return {"type": _ELEMENTS[question.sort], "id": question.name, "attributes": asked, **needed}


def _lines(report: Report, settings: Settings, wording: Wording) -> Iterator[str]:
    """Headings to write below; what a comment says is not shown."""
    yield f"<!-- {_note(settings, wording)} -->"
    for question in report.questions:
        yield f"\n## {_said(wording, f'reports.{report.name}.{question.name}')}\n"
        if hint := _said(wording, f"reports.{report.name}.{question.name}-hint"):
            yield f"<!-- {hint} -->"
        yield from (f"- [ ] {option}" for option in _options(question, wording))
    yield f'\n/label ~"library-{report.name}"\n'


def _options(question: Question, wording: Wording) -> Iterator[str]:
    if question.section:
        yield from (str(text) for text in wording.section(question.section).values())


def _title(report: Report, wording: Wording) -> str:
    """A name that every disk takes."""
    return "".join(letter for letter in _said(wording, f"reports.{report.name}.name") if letter not in '/\\:*?"<>|')


def _note(settings: Settings, wording: Wording) -> str:
    """What is to be known before one writes."""
    page = _help(settings)
    lead = f" {_said(wording, 'reports.help')} {page}" if page else ""
    return f"{_said(wording, 'reports.public')}{lead}"


def _crisis(settings: Settings) -> str:
    assert settings.site.crisis
    return settings.site.crisis.short or settings.site.crisis.text


def _help(settings: Settings) -> str:
    """The address of the page for those who need help at once; empty where the library has none."""
    link = settings.site.crisis.link if settings.site.crisis else ""
    kind = claiming(link)
    return f"{settings.site.url}{kind.address(link, None)}" if kind else link


def _said(wording: Wording, name: str) -> str:
    text = wording.words.get(name, _ENGLISH[name])
    return text if isinstance(text, str) else _ENGLISH[name]


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=WIDTH)
