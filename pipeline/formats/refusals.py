"""What a type refused, in words of people who write fields: pydantic names types of Python, which nobody wrote."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pydantic
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from pipeline.formats import meant, slips
from pipeline.formats.yaml import Document, Path, at, place_of
from pipeline.problems import CODES, Problem, did_you_mean

MISSING = ("missing", "missing_argument")
"""What pydantic calls a field that is not there."""
_ITSELF = (
    "dict_type",
    "list_type",
    "tuple_type",
    "string_type",
    "dataclass_type",
    "mapping_type",
    "literal_error",
    "too_short",
)
"""What says no more than that a value is of another sort than one of those that may stand there."""


Fields = Mapping[str, FieldInfo]


def fields_at(model: type[Any], loc: Path) -> Fields:
    """The fields that stand at a location inside a model; none where it holds no fields, or any. Where a field may be
    written in several forms, the location may hold what pydantic calls the one that was found; else it is the first.
    """
    named = False  # whether the next part is a name that an editor chose
    forms: Mapping[str, type[Any]] = {}
    for part in loc:
        if isinstance(part, str) and part in forms:
            model, forms = forms[part], {}
            continue
        if named or not isinstance(part, str):
            named = False
            continue
        inner = _inside(model).get(part)
        if inner is None or inner.model is None:
            return {}
        model, named, forms = inner.model, inner.named, inner.forms
    return {} if named else model.__pydantic_fields__


@dataclass(frozen=True, slots=True)
class _Inner:
    """What stands in a field: its model, whether that has names of its own above it, and the model of each form."""

    model: type[Any] | None
    named: bool
    forms: Mapping[str, type[Any]]


_INSIDE: dict[type[Any], dict[str, _Inner]] = {}


def _inside(model: type[Any]) -> dict[str, _Inner]:
    """What stands in the fields of a model, by their names."""
    if model not in _INSIDE:
        made = _INSIDE[model] = {}
        for name, hint in get_type_hints(model, include_extras=True).items():
            parts = list(flat(hint))
            named = any(get_origin(part) is dict for part in parts)
            made[name] = _Inner(_model_in(hint), named, dict(_forms(parts)))
    return _INSIDE[model]


def _forms(parts: Iterable[Any]) -> Iterator[tuple[str, type[Any]]]:
    """Of those parts of a type that are one form of a value: what pydantic calls it, and its model."""
    for part in parts:
        for mark in getattr(part, "__metadata__", ()):
            if isinstance(mark, pydantic.Tag) and (inner := _model_in(part)):
                yield mark.tag, inner


def _model_in(hint: Any) -> type[Any] | None:
    return next((part for part in flat(hint) if isinstance(part, type) and is_dataclass(part)), None)


def flat(hint: Any) -> Iterator[Any]:
    """A type, and all of which it is made."""
    yield hint
    for argument in get_args(hint):
        yield from flat(argument)


@dataclass(frozen=True, slots=True)
class Manner:
    """How something is written in a file: an item of a list, the fields below a name, a text, yes and no."""

    noun: str
    item: str
    item_of_fields: str
    fields: str
    first: str
    here: str
    text: str
    yes_no: str
    quotes: str


YAML = Manner(
    noun="fields",
    item="begin a line with `- ` for each",
    item_of_fields="begin each with `- `, and its other fields below the first one",
    fields="write them below it, a line each, indented by two spaces",
    first="write it below, indented by two spaces: `{}`",
    here="write `{}` in its place",
    text="put it in quotes if it is a text",
    yes_no="write `yes` or `no`",
    quotes="write it without quotes",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that was refused: what pydantic calls it, whose value, what was written, what pydantic says besides.

    `fields` are those that stand below it, `meaning` says what it is for; `is_entry`, that it is one of a list.
    """

    sort: str
    subject: str
    value: object
    context: Mapping[str, Any]
    fields: Fields
    meaning: str
    manner: Manner
    is_entry: bool = False


def told(case: Case) -> tuple[str, str]:
    """Message and remedy."""
    if words := _WORDS.get(case.sort):
        message, hint = words(case)
        return f"{case.subject} {message}", hint
    return f"{case.subject} is not what belongs here", _meant(case)


def problems_of(
    error: pydantic.ValidationError, document: Document, model: type[Any], kind: str
) -> tuple[Problem, ...]:
    """What pydantic found of a document, each with the place of the value it is about.

    `kind` is the noun of the whole ("article"). A custom error whose type is a key of `CODES` keeps it, its message and
    `ctx["hint"]`.
    """
    found = [(details, written(details, document)) for details in error.errors(include_url=False)]
    above = {loc[:depth] for _, loc in found for depth in range(len(loc))}
    reader = _Reader(document, model, kind)
    told_of: dict[Path, list[Any]] = {}
    for details, loc in found:
        if not _follows(details, loc, above):
            told_of.setdefault(loc, []).append(details)
    misnamed = {
        (*loc[:-1], reader.likely(sorts[0], loc)) for loc, sorts in told_of.items() if sorts[0]["type"] in meant.UNKNOWN
    }
    return tuple(
        reader.problem(details, loc)
        for loc, sorts in told_of.items()
        for details in _plainest(sorts)
        if not (details["type"] in MISSING and loc in misnamed) and loc not in document.lost
    )


def written(details: Any, document: Document) -> Path:
    """Where a problem is, without the names of pydantic's own branches, which no editor wrote."""
    loc: Path = ()
    for part in details["loc"]:
        loc = (*loc, part) if (*loc, part) in document.marks else loc
    return (*loc, details["loc"][-1]) if details["type"] in MISSING else loc


def _follows(details: Any, loc: Path, above: Container[Path]) -> bool:
    """Whether this only follows from a problem below it (`above` are the locations with one below): a list is too short
    when each of its items was refused, and it is no text where text may stand instead.
    """
    return loc in above and (details["type"] == "too_short" or loc != tuple(details["loc"]))


def _plainest(sorts: list[Any]) -> list[Any]:
    """Of what several sorts of value say of one that is none of them, what says most."""
    better = [details for details in sorts if details["type"] not in _ITSELF]
    return better or sorts[:1]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Makes problems of what was refused in a document."""

    document: Document
    model: type[Any]
    kind: str

    def likely(self, details: Any, loc: Path) -> str:
        """The field that a name no field has was meant to be, or nothing."""
        return likely(str(loc[-1]), self.beside(details, loc), at(self.document.value, loc[:-1]))

    def beside(self, details: Any, loc: Path) -> Fields:
        """The fields that may stand beside a location, in the form of what was written there."""
        return fields_at(self.model, tuple(details["loc"])[:-1]) or fields_at(self.model, loc[:-1])

    def problem(self, details: Any, loc: Path) -> Problem:
        parent, name, sort = loc[:-1], str(loc[-1]) if loc else "", str(details["type"])
        beside = self.beside(details, loc)
        if sort in meant.UNKNOWN:
            place = self.document.keys.get(loc) or place_of(self.document, loc)
            return Problem(
                place,
                f"{self.owner(parent)} has no field `{name}`",
                unknown(name, beside, at(self.document.value, parent)),
                "unknown-field",
            )
        if sort in MISSING:
            message = f"{self.owner(parent)} needs the field `{name}`"
            place = place_of(self.document, parent)
            return Problem(place, message, f"add `{name}:`{in_brackets(_meaning(beside, name))}", "missing-field")
        return self.refused(details, loc, _meaning(beside, _named(loc)))

    def refused(self, details: Any, loc: Path, meaning: str) -> Problem:
        place, sort, value = place_of(self.document, loc), str(details["type"]), details["input"]
        code = sort if sort in CODES else "invalid-value"
        if value is None or (isinstance(value, str) and not value.strip()):
            message, hint = f"{self.owner(loc)} is empty", _empty(loc, meaning)
        elif sort in CODES:
            message, hint = str(details["msg"]), str(details.get("ctx", {}).get("hint", ""))
            message = f"{self.owner(loc)} {message}" if message.startswith("must ") else message
        else:
            fields, context = fields_at(self.model, loc), details.get("ctx", {})
            is_entry = isinstance(loc[-1], int)
            message, hint = told(Case(sort, self.owner(loc), value, context, fields, meaning, YAML, is_entry))
        doubt, right = self.document.doubts.get(loc), exactly(details)
        return Problem(place, message, right or (doubt.hint if doubt else hint), code)

    def owner(self, loc: Path) -> str:
        """Whose value stands at a location: "an article", "`image`", "entry 2 of `books`"."""
        if not loc:
            return f"{'an' if self.kind[:1].lower() in tuple('aeiou') else 'a'} {self.kind}"
        return f"entry {loc[-1] + 1} of `{_named(loc)}`" if isinstance(loc[-1], int) else f"`{_named(loc)}`"


def exactly(details: Any) -> str:
    """The remedy where one thing only can be meant, which `check --fix` writes; else nothing. Lists have their own."""
    right = meant.value(details)
    return f"write `{right}`" if isinstance(right, str) else ""


def _empty(loc: Path, meaning: str) -> str:
    if loc and isinstance(loc[-1], int):
        return "write it, or remove its line"
    return f"write it{in_brackets(meaning)}"


def unknown(name: str, known: Fields, taken: Collection[str] = ()) -> str:
    """The remedy for a name that no field has; `taken` are the names that stand beside it."""
    if right := meant.name(name, known, taken):
        return f"write `{right}`"
    if name != name.strip():
        return f"type the spaces before `{name.strip()}` again: they are those that do not break"
    if (other := meant.elsewhere(name)) in known:
        return f"remove it; there is a line `{other}:` already" if other in taken else f"did you mean `{other}`?"
    if other == "published" and "draft" in known:
        return "remove it; what is not to be published yet has a line `draft: yes`"
    if near := did_you_mean(name, known):
        return near
    if "extra" in known:
        return "remove it; fields of your own belong under `extra`"
    return f"remove it; there are {', '.join(f'`{one}`' for one in known)}" if known else "remove it"


def likely(name: str, known: Fields, taken: Collection[str] = ()) -> str:
    """The field that a name no field has was meant to be, or nothing."""
    other = meant.elsewhere(name)
    return meant.name(name, known, taken) or (other if other in known else did_you_mean(name, known, remedy="{}"))


def _named(loc: Path) -> str:
    """The name of the field to which a location belongs."""
    return next((part for part in reversed(loc) if isinstance(part, str)), "")


def _meaning(beside: Fields, name: str) -> str:
    field = beside.get(name)
    return (field.description or "") if field else ""


def in_brackets(meaning: str) -> str:
    """What something is for, as a remedy says it by the way."""
    return f" ({meaning[:1].lower()}{meaning[1:].rstrip('.')})" if meaning else ""


def _meant(case: Case) -> str:
    return f"write what it is for: {case.meaning[:1].lower()}{case.meaning[1:].rstrip('.')}" if case.meaning else ""


def _list(case: Case) -> tuple[str, str]:
    """One value, or fields, where a list stands."""
    if isinstance(case.value, dict) and not case.manner.first:
        return (
            "is a list, and no entry of it is begun here",
            case.manner.item_of_fields if case.fields else case.manner.item,
        )
    if isinstance(case.value, dict):
        first = next((f"`- {name}: {one}`" for name, one in case.value.items() if isinstance(one, str)), "`- `")
        hint = f"begin it with {first[:80]}, and its other fields below that, two spaces further right"
        return "is a list, and no entry of it is begun here", hint if case.fields else case.manner.item
    text = case.value.strip() if isinstance(case.value, str) else ""
    if case.fields:
        message = f"is a list of entries with {_several(case.fields)}, and here stands {_noun(case.value)}"
        return message, _first_of(case, "- ")
    if text.startswith("-"):
        return (
            "is a list, and there is no space behind its `-`",
            "write each on a line of its own, behind `- `",
        )
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    if len(parts) > 1 and all(_is_plain(part) for part in parts):
        return "is a list, and here stands one text with commas", f"write `[{', '.join(parts)}]`"
    return f"is a list, and here stands {_noun(case.value)}", case.manner.item


def _is_plain(text: str) -> bool:
    return all(one.isalnum() or one in " -_/." for one in text) and len(text) <= 60


def _fields(case: Case) -> tuple[str, str]:
    """A single value, or a list, where fields stand."""
    known = f", {_several(case.fields)}," if case.fields else ","
    message = f"has {case.manner.noun} of its own{known} and here stands {_noun(case.value)}"
    return message, _first_of(case) if case.fields else case.manner.fields


def _first_of(case: Case, before: str = "") -> str:
    """The remedy that makes a text one of the fields that belong there."""
    name = _field_of(case)
    if not name or not case.manner.first:
        return case.manner.item_of_fields if before else case.manner.fields
    others = [f"`{one}: …`" for one in _needed(case.fields) if one != name][:3]
    below = f", and below that {', '.join(others)}" if others else ""
    way = case.manner.here if case.is_entry and not before else case.manner.first
    return way.format(f"{before}{name}: {slips.value(str(case.value).strip())}") + below


def _field_of(case: Case) -> str:
    """The field that a text is, of those that belong there; nothing where none takes it."""
    text, needed = case.value, _needed(case.fields)
    if not isinstance(text, str) or len(text) > 60 or "\n" in text:
        return ""
    likely = [name for name, sign in (("url", "://"), ("email", "@")) if sign in text]
    names = sorted(case.fields, key=lambda name: (name not in likely, name not in needed))
    return next((name for name in names if _takes(case.fields[name], text)), "")


def _takes(field: FieldInfo, value: str) -> bool:
    sort: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    try:
        TypeAdapter(sort).validate_python(value)
    except pydantic.ValidationError:
        return False
    return True


def _needed(fields: Fields) -> list[str]:
    return [name for name, field in fields.items() if field.is_required()]


def _several(fields: Fields) -> str:
    """The fields that are needed; where none is, some of those that there are."""
    needed = _needed(fields)
    marked = [f"`{name}`" for name in (needed or list(fields))[:4]]
    last = " and " if needed else " or "
    return ", ".join(marked[:-1]) + (last if marked[1:] else "") + marked[-1] if marked else "fields"


def _noun(value: object) -> str:
    if isinstance(value, dict):
        return "fields of its own"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, bool):
        return "yes or no"
    return "a number" if isinstance(value, (int, float)) else "a single text" if isinstance(value, str) else "this"


def _choice(case: Case) -> tuple[str, str]:
    known = _quoted_names(str(case.context.get("expected", "")))
    text = case.value if isinstance(case.value, str) else ""
    message = f"can't be `{text[:60]}`" if text else f"is one of a few words, not {_noun(case.value)}"
    near, every = did_you_mean(text.casefold(), known), ", ".join(f"`{one}`" for one in known)
    return message, f"{near} It is one of {every}" if near else f"write one of {every}"


def _quoted_names(expected: str) -> list[str]:
    """The values of a choice; pydantic tells them in one sentence: `'free', 'paid' or 'mixed'`."""
    return [name for name in expected.split("'")[1::2] if name]


def _text(case: Case) -> tuple[str, str]:
    return f"must be text, not {_noun(case.value)}", case.manner.text


def _whole(case: Case) -> tuple[str, str]:
    return f"must be a whole number, not {_shown(case.value)}", _number(case)


def _decimal(case: Case) -> tuple[str, str]:
    return f"must be a number, not {_shown(case.value)}", _number(case)


def _number(case: Case) -> str:
    digits = case.value.strip() if isinstance(case.value, str) else ""
    return case.manner.quotes if digits.lstrip("+-").replace(".", "", 1).isdecimal() else "write digits only, like `12`"


def _switch(case: Case) -> tuple[str, str]:
    return f"is either on or off, not {_shown(case.value)}", case.manner.yes_no


def _shown(value: object) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"`{value}`"
    return f"`{' '.join(value.split())[:60]}`" if isinstance(value, str) else _noun(value)


def _length(case: Case) -> tuple[str, str]:
    """Text that is too short or too long."""
    length = len(case.value) if isinstance(case.value, str) else 0
    least, most = case.context.get("min_length"), case.context.get("max_length")
    if least is not None:
        return f"has {length:,} characters and needs at least {least:,}", f"say more{in_brackets(case.meaning)}"
    return f"has {length:,} characters and may have at most {most:,}", "shorten it"


def _count(case: Case) -> tuple[str, str]:
    """A list that is too short or too long."""
    least, most = case.context.get("min_length"), case.context.get("max_length")
    if least is not None:
        return f"needs at least {least} of them, and has {_how_many(case)}", f"add one{in_brackets(case.meaning)}"
    return f"may have at most {most} of them, and has {_how_many(case)}", "remove some"


def _how_many(case: Case) -> str:
    return str(case.context.get("actual_length") or "none")


def _least(case: Case) -> tuple[str, str]:
    least = case.context.get("ge", case.context.get("gt"))
    return f"is too small: {_value(case)}", f"write {'at least' if 'ge' in case.context else 'more than'} {least}"


def _most(case: Case) -> tuple[str, str]:
    most = case.context.get("le", case.context.get("lt"))
    return f"is too large: {_value(case)}", f"write {'at most' if 'le' in case.context else 'less than'} {most}"


def _value(case: Case) -> str:
    return str(case.value)[:30]


def _written_so(case: Case) -> tuple[str, str]:
    return f"is not written as it has to be: {_shown(case.value)}", _meant(case)


def _sentence(case: Case) -> tuple[str, str]:
    """What a rule of ours says, in a sentence of its own."""
    said = str(case.context.get("error", ""))
    return f"is not right: {said[:1].lower()}{said[1:].rstrip('.')}", _meant(case)


_WORDS: dict[str, Callable[[Case], tuple[str, str]]] = {
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type", "iterable_type"), _list),
    **dict.fromkeys(("dict_type", "mapping_type", "dataclass_type", "model_type", "dataclass_exact_type"), _fields),
    **dict.fromkeys(("literal_error", "enum"), _choice),
    **dict.fromkeys(("string_type", "string_sub_type", "bytes_type"), _text),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "int_parsing_size"), _whole),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), _decimal),
    **dict.fromkeys(("bool_type", "bool_parsing"), _switch),
    **dict.fromkeys(("string_too_short", "string_too_long"), _length),
    **dict.fromkeys(("too_short", "too_long"), _count),
    **dict.fromkeys(("greater_than", "greater_than_equal"), _least),
    **dict.fromkeys(("less_than", "less_than_equal"), _most),
    "string_pattern_mismatch": _written_so,
    **dict.fromkeys(("value_error", "assertion_error"), _sentence),
}
