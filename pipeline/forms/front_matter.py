"""The forms as Front Matter CMS shows them in Visual Studio Code: its file `frontmatter.json`.

Standard: the settings of Front Matter CMS 10. It has no patterns and knows lengths of two fields alone, so what a value
must look like is said beside the field; `check` holds it. A person is chosen from those who were in `people.yml` when
the file was written, since it reads lists, and people are a mapping. A file that is all fields, as that of a show, is
not shown by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass, replace
from typing import Any, get_args, get_type_hints

from pipeline.formats.wording import Wording
from pipeline.forms.asked import form, listings
from pipeline.forms.form import Field, Form, Listing
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Kind
from pipeline.model.library import Library
from pipeline.model.tree import RECORDING_SUFFIXES

FILE = "frontmatter.json"
_SCHEMA = "https://frontmatter.codes/frontmatter.schema.json"
_HERE = "[[workspace]]/"
_DAY, _INSTANT = "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm"
_FILES = {
    "recording": [ending.removeprefix(".") for ending in RECORDING_SUFFIXES],
    "captions": ["vtt", "srt", "sbv", "tsv", "json"],
    "entry": ["md"],
    "file": [],
}
_PLAIN = {"whole": "number", "number": "number", "yes": "boolean", "picture": "image", "choice": "choice"}
_NAMES = ("title", "name", "term", "person")
_NOT_SHOWN = ("names", "free", "once")
"""What it has no form for, and what is never typed; it keeps what stands there."""


def front_matter(library: Library) -> dict[str, bytes]:
    """The file that gives each kind its form, by its path, in the words of the site; and a hidden file in each folder
    in which nothing is yet, since it asks about every folder that is not there.
    """
    forms = [_form(kind, library.wording) for kind in KINDS.values() if kind.front_matter]
    lists = [listing for listing in listings(library.wording) if not listing.keyed]
    people = {who: person.name for who, person in library.people.items()}
    made = {
        "$schema": _SCHEMA,
        "frontMatter.taxonomy.contentTypes": [_content_type(one, people) for one in forms],
        "frontMatter.taxonomy.fieldGroups": list(_groups(forms, people)),
        "frontMatter.content.pageFolders": [_folder(one) for one in forms],
        "frontMatter.data.files": [_data_file(listing) for listing in lists],
        **_lengths(forms),
        **_manners(library.settings.site.timezone),
    }
    bare = {one.folder for one in forms if not any(file.path.startswith(f"{one.folder}/") for file in library.tree)}
    settings = (json.dumps(made, indent=2, ensure_ascii=False) + "\n").encode()
    return {FILE: settings, **{f"{folder}/.gitkeep": b"" for folder in sorted(bare)}}


def _form(kind: Kind[Any], wording: Wording) -> Form:
    """The form of a kind without what an editor may write in two ways, as things with fields or as a text: it would
    take a text for things, and write back its letters.
    """
    either = {name for name, hint in get_type_hints(kind.fields).items() if _has_things(hint) and str in get_args(hint)}
    made = form(kind, wording)
    return replace(made, fields=tuple(field for field in made.fields if field.name not in either))


def _has_things(hint: Any) -> bool:
    return is_dataclass(hint) or any(_has_things(inner) for inner in get_args(hint))


def _manners(timezone: str) -> Mapping[str, Any]:
    """How it writes files: dates in the zone of the site, names without a day before them, no empty fields."""
    return {
        "frontMatter.content.draftField": {"name": "draft", "type": "boolean"},
        "frontMatter.global.timezone": timezone,
        "frontMatter.preview.host": "http://127.0.0.1:8000",
        "frontMatter.preview.trailingSlash": True,
        "frontMatter.taxonomy.dateFormat": _INSTANT,
        "frontMatter.taxonomy.frontMatterType": "YAML",
        "frontMatter.templates.prefix": "",
    }


def _lengths(forms: Iterable[Form]) -> Mapping[str, int]:
    """The lengths at which it warns while one types, of the two fields of which it knows any."""
    longest = {field.name: field.longest for one in forms for field in one.fields if field.longest}
    names = {"title": "frontMatter.taxonomy.seoTitleLength", "description": "frontMatter.taxonomy.seoDescriptionLength"}
    return {setting: longest[name] for name, setting in names.items() if name in longest}


def _content_type(one: Form, people: Mapping[str, str]) -> Mapping[str, Any]:
    fields = _fields(one.fields, people, one.name)
    return {"name": one.name, "pageBundle": False, "previewPath": None, "clearEmpty": True, "fields": fields}


def _folder(one: Form) -> Mapping[str, Any]:
    """Where the entries of a kind lie. One that belongs to another is begun by `pipeline new`, which has its folder."""
    address = KINDS[one.name].root + ("{{pathToken.relPath}}" if one.deep or one.above else "")
    return {
        "title": one.plural,
        "path": _HERE + one.folder,
        "contentTypes": [one.name],
        "filePrefix": None,
        "previewPath": address or None,
        **({"disableCreation": True} if one.above else {}),
    }


def _fields(fields: Iterable[Field], people: Mapping[str, str], within: str) -> list[Mapping[str, Any]]:
    return [_field(field, people, f"{within}-{field.name}") for field in fields if field.sort not in _NOT_SHOWN]


def _field(field: Field, people: Mapping[str, str], here: str) -> Mapping[str, Any]:
    hint = " ".join(filter(None, (field.hint, field.pattern and _sentence(field.remedy))))
    made = {"title": field.label, "name": field.name, **_type(field, people, here), "required": field.needed}
    return {**made, "description": hint} if hint else made


def _type(field: Field, people: Mapping[str, str], here: str) -> Mapping[str, Any]:
    """How a field is asked for; `here` is its name in the whole file."""
    several = {"multiple": True} if field.many else {}
    if field.sort == "fields":
        inner = {"type": "block", "fieldGroup": [here]} if field.many else None
        return inner or {"type": "fields", "fields": _fields(field.fields, people, here)}
    if field.sort == "person":
        return {"type": "choice", "choices": [{"id": who, "title": name} for who, name in people.items()], **several}
    if field.sort in ("topic", "audience"):
        leads = {"dataFileId": field.sort, "dataFileKey": "id", "dataFileValue": "title"}
        return {"type": "dataFile", **leads, **several}
    if field.sort in ("day", "instant"):
        return _date(field)
    if field.sort in _FILES:
        return {"type": "file", "fileExtensions": _FILES[field.sort], **several}
    if field.sort in _PLAIN:
        return {**_plain(field), **several}
    return {"type": "list"} if field.many else {"type": "string", "single": field.sort == "line"}


def _date(field: Field) -> Mapping[str, Any]:
    """A day or an instant; that from which an entry is public is the day on which it begins, until somebody says so."""
    public = {"default": "{{now}}", "isPublishDate": True} if field.name == "date" and field.needed else {}
    return {"type": "datetime", "dateFormat": _DAY if field.sort == "day" else _INSTANT, **public}


def _plain(field: Field) -> Mapping[str, Any]:
    made: dict[str, Any] = {"type": _PLAIN[field.sort]}
    if field.name == "draft":
        return {**made, "default": True}  # what begins is a draft, until its editor says otherwise
    if field.sort == "choice":
        return {**made, "choices": [{"id": option.value, "title": option.label} for option in field.options]}
    return {**made, "numberOptions": {"isDecimal": True}} if field.sort == "number" else made


def _groups(forms: Iterable[Form], people: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    """What a list of things asks of each of them."""
    for one in forms:
        for here, field in _blocks(one.fields, one.name):
            yield {"id": here, "labelField": _shown(field), "fields": _fields(field.fields, people, here)}


def _blocks(fields: Iterable[Field], within: str) -> Iterator[tuple[str, Field]]:
    """Every list of things, by its name in the whole file."""
    for field in fields:
        if field.sort == "fields":
            here = f"{within}-{field.name}"
            yield from ((here, field),) if field.many else ()
            yield from _blocks(field.fields, here)


def _shown(field: Field) -> str:
    """What a list shows of each of its things."""
    names = [inner.name for inner in field.fields]
    return next((name for name in names if name in _NAMES), names[0])


def _sentence(remedy: str) -> str:
    return f"{remedy[:1].upper()}{remedy[1:]}." if remedy else ""


def _data_file(listing: Listing) -> Mapping[str, Any]:
    """A list that all of the library shares, which has a page of its own in its dashboard."""
    return {
        "id": listing.name,
        "title": listing.label,
        "file": _HERE + listing.file,
        "fileType": "yaml",
        "labelField": "title",
        "schema": {"title": listing.label, **_object(listing.fields)},
    }


def _object(fields: Iterable[Field]) -> Mapping[str, Any]:
    """The JSON Schema of which it makes a form for data."""
    fields = tuple(fields)
    properties = {field.name: _property(field) for field in fields}
    return {"type": "object", "required": [field.name for field in fields if field.needed], "properties": properties}


def _property(field: Field) -> Mapping[str, Any]:
    told = {"title": field.label, "description": field.hint}
    return {**told, **(_object(field.fields) if field.sort == "fields" else {"type": "string"})}
