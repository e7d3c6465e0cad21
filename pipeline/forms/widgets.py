"""A field → the widget by which Sveltia CMS asks for it. It is given no defaults but the time: what nobody chose stays
unwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pipeline.forms.form import Field, Option, Sort
from pipeline.forms.ground import Ground
from pipeline.model.tree import RECORDING_SUFFIXES

Config = dict[str, Any]
LISTS = "lists"
"""The collection of the files that the whole library shares."""
MOVED, NAMED = "redirect_from", "slug"
"""Fields that Sveltia cares for itself: old addresses, when an entry gets another name, and that name."""
_BESIDE = {"media_folder": "", "public_folder": ""}
"""A file that lies beside the entry, and is named by its name alone."""
_ACCEPTS = {
    "picture": "image/png,image/jpeg,image/webp,image/gif",
    "recording": ",".join(RECORDING_SUFFIXES),
    "captions": ".vtt,.srt,.sbv,.tsv,.json",
}


def widgets(field: Field, ground: Ground) -> Iterator[Config]:
    """How a field is asked for; nothing where it is not."""
    if field.sort == "once":
        yield {"name": field.name, "widget": "hidden", "default": "{{uuid}}"}
    elif field.sort != "free" and field.name not in (MOVED, NAMED):
        yield {
            "name": field.name,
            "label": field.label,
            "hint": plain(field.hint),
            "required": field.needed,
            **(_several(field, ground) if field.many else _single(field, ground)),
        }


def plain(hint: str) -> str:
    """A hint without the marks of code, which Sveltia shows as they are."""
    return hint.replace("`", "")


def _several(field: Field, ground: Ground) -> Config:
    """A list."""
    least: Config = {"min": field.least} if field.least else {}
    if field.sort in ("choice", "person", "topic", "audience"):
        return {**_single(field, ground), "multiple": True, **least}
    if field.sort == "fields":
        inside = _inside(field, ground)["fields"]
        return {"widget": "list", "collapsed": "auto", "summary": _summary(field), "fields": inside, **least}
    if field.pattern or field.sort != "line":
        one = {"name": "one", "label": field.label, **_single(field, ground)}
        return {"widget": "list", "field": one, **least}
    return {"widget": "list", **least}


def _summary(field: Field) -> str:
    """What a line of a list shows while it is closed: the first of its fields that says most."""
    names = [inner.name for inner in field.fields]
    shown = next((name for name in ("title", "name", "term", "person", "at", "text") if name in names), names[0])
    return "{{" + shown + "}}"


def _single(field: Field, ground: Ground) -> Config:
    return _WIDGETS.get(field.sort, _line)(field, ground)


def _line(field: Field, ground: Ground) -> Config:  # noqa: ARG001 - the shape of a widget
    return {"widget": "string", **_limits(field)}


def _sentences(field: Field, ground: Ground) -> Config:  # noqa: ARG001 - the shape of a widget
    return {"widget": "text", **_limits(field)}


def _number(field: Field, ground: Ground) -> Config:  # noqa: ARG001 - the shape of a widget
    return {"widget": "number", "value_type": "int" if field.sort == "whole" else "float"}


def _yes(field: Field, ground: Ground) -> Config:  # noqa: ARG001 - the shape of a widget
    """Two words to choose from: its switch takes `yes` for no, as YAML 1.2 has no such word, and would write that."""
    return _choice((Option("yes", ground.words["yes"]), Option("no", ground.words["no"])))


def _instant(field: Field, ground: Ground) -> Config:
    """A time as the clocks of the library show it. It is told by the hint alone: given a time zone, Sveltia would read
    a day without a time as midnight in London, and write another time into files that nobody changed.
    """
    hint = f"{plain(field.hint)} {ground.words['clocks']} {ground.timezone}."
    said: Config = {"widget": "datetime", "format": "YYYY-MM-DDTHH:mm", "hint": hint}
    return said | ({"default": "{{now}}"} if field.needed else {})


def _choice(options: tuple[Option, ...]) -> Config:
    return {"widget": "select", "options": [{"value": one.value, "label": one.label} for one in options]}


def _listed(field: Field, ground: Ground) -> Config:
    """An id of a list that is asked for in a form of its own."""
    if field.sort in ground.listed:
        return _choice(ground.listed[field.sort])
    return {
        "widget": "relation",
        "collection": LISTS,
        "file": field.sort,
        "value_field": f"{field.sort}.*.id",
        "display_fields": [f"{field.sort}.*.title"],
    }


def _picture(field: Field, ground: Ground) -> Config:  # noqa: ARG001 - the shape of a widget
    return {"widget": "image", "accept": _ACCEPTS["picture"], "choose_url": False}


def _file(field: Field, ground: Ground) -> Config:
    brought = {"accept": _ACCEPTS[field.sort], "choose_url": False, "media_libraries": files_of(ground, field.sort)}
    return {"widget": "file", **brought, **_BESIDE}


def files_of(ground: Ground, sort: str) -> Config:
    """Where files come from: one's own machine and the library, no collection of others; and how large one may be."""
    most = {"max_file_size": ground.largest[sort]} if sort in ground.largest else {}
    return {"default": {"config": most}, "stock_assets": {"providers": []}}


def _inside(field: Field, ground: Ground) -> Config:
    inside = [one for inner in field.fields for one in widgets(inner, ground)]
    return {"widget": "object", "collapsed": "auto", "fields": inside}


_WIDGETS: Mapping[Sort, Callable[[Field, Ground], Config]] = {
    "sentences": _sentences,
    "whole": _number,
    "number": _number,
    "yes": _yes,
    "day": lambda *_: {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"},
    "instant": _instant,
    "choice": lambda field, _: _choice(field.options),
    "person": lambda _, ground: _choice(ground.people),
    "topic": _listed,
    "audience": _listed,
    "picture": _picture,
    "recording": _file,
    "captions": _file,
    "fields": _inside,
    "names": lambda *_: {"widget": "keyvalue"},
}


def _limits(field: Field) -> Config:
    said: Config = {}
    if field.shortest > 1:
        said["minlength"] = field.shortest
    if field.longest:
        said["maxlength"] = field.longest
    if field.pattern:
        said["pattern"] = [f"^(?:{field.pattern})$", field.remedy or plain(field.hint)]
    return said
