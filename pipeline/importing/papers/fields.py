"""Fields of forms in Word, both the old ones and content controls, as signs of what is asked there."""

from __future__ import annotations

from typing import Final

from pipeline.formats.archive import local
from pipeline.importing.papers import blanks
from pipeline.importing.papers.xml import Element, all_of, child, made, remove, replace, said, value, words

_LEADERS: Final = ("underscore", "heavy")
_WIDE: Final = 3
"""Underlined spaces that are a line to write on."""


class Fields:
    """Finds fields, and remembers what there is to choose from in each list."""

    def __init__(self) -> None:
        self.lists: list[tuple[str, ...]] = []

    def mark(self, root: Element) -> None:
        """Put signs in the place of all fields below an element."""
        for control in all_of(root, "sdt"):
            self._control(control)
        for paragraph in all_of(root, "p"):
            self._old(paragraph)
            _ruled(paragraph)

    def _choice(self, options: list[str]) -> str:
        self.lists.append(tuple(dict.fromkeys(one for one in options if one.strip())))
        return blanks.choice(len(self.lists) - 1)

    def _control(self, control: Element) -> None:
        """A content control: a list, a day, or a text that still says that something is to be written. What somebody
        chose there is text.
        """
        told, content = child(control, "sdtPr"), child(control, "sdtContent")
        if told is None or content is None:
            return
        options = child(told, "dropDownList")
        options = child(told, "comboBox") if options is None else options
        if options is not None:
            given = [value(one, "displayText") or value(one, "value") for one in options if value(one, "value")]
            if child(told, "showingPlcHdr") is None and words(content) in given:
                return
            _say(content, self._choice(given) if len(given) > 1 else blanks.BLANK)
        elif child(told, "date") is not None:
            if child(told, "showingPlcHdr") is not None or not value(child(told, "date"), "fullDate"):
                _say(content, blanks.DAY)
        elif child(told, "showingPlcHdr") is not None and child(told, "picture") is None:
            _say(content, blanks.BLANK)

    def _old(self, paragraph: Element) -> None:
        """Fields as Word had them before 2007: from a sign of begin to one of end, with what was filled in between."""
        field: Element | None = None
        between: list[Element] = []
        for run in all_of(paragraph, "r"):
            sign = child(run, "fldChar")
            kind = value(sign, "fldCharType")
            if kind == "begin" and (data := child(sign, "ffData")) is not None and child(data, "checkBox") is None:
                field, between = data, []
            elif kind == "end" and field is not None:
                self._filled(field, between, run)
                field = None
            elif field is not None and sign is None:
                between.append(run)

    def _filled(self, field: Element, between: list[Element], end: Element) -> None:
        texts = [run for run in between if child(run, "instrText") is None]
        offered = child(field, "ddList")
        if offered is not None:
            sign = self._choice([value(one) for one in offered if local(one) == "listEntry"])
        elif "".join(words(run) for run in texts).strip("\u2002\u00a0 "):
            return
        else:
            sign = blanks.DAY if value(child(field, "textInput", "type")) == "date" else blanks.BLANK
        for run in texts:
            remove(run)
        if (above := end.getparent()) is not None:
            above.insert(above.index(end) + 1, said(end, sign))


def _say(content: Element, sign: str) -> None:
    """A sign in the place of all that a control holds; of several paragraphs in the first."""
    texts = all_of(content, "t")
    if not texts:
        paragraph = next(iter(all_of(content, "p")), None)
        (content if paragraph is None else paragraph).append(said(content, sign))
    for number, text in enumerate(texts):
        text.text = "" if number else sign


def _ruled(paragraph: Element) -> None:
    """Lines that are drawn by tabs with a leader, and by underlined spaces."""
    stops = child(paragraph, "pPr", "tabs")
    leads = stops is not None and any(value(stop, "leader") in _LEADERS for stop in stops)
    for run in all_of(paragraph, "r"):
        tabs, text = all_of(run, "tab"), "".join(one.text or "" for one in all_of(run, "t"))
        underlined = value(child(run, "rPr", "u")) not in ("", "none") and not text.strip()
        if underlined and (tabs or len(text) >= _WIDE):
            for one in all_of(run, "t"):
                remove(one)
            run.append(made(run, "t", text=blanks.BLANK))
            for tab in tabs:
                remove(tab)
        elif leads:
            for tab in tabs:
                replace(tab, made(tab, "t", text=blanks.BLANK))
