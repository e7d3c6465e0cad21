"""The reference pages, made from the code: commands, fields, settings, problems, and the JSON Schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from inspect import cleandoc
from typing import Any, get_args, get_origin, get_type_hints

import click
from pydantic.fields import FieldInfo

from pipeline import announce, equipment, feeds, forms, wiring
from pipeline.cli.commands import main
from pipeline.cli.failures import MEANINGS
from pipeline.content import strings
from pipeline.formats import category, role, yaml
from pipeline.formats.wording import ENGLISH, FOLDER, flat
from pipeline.importing.deciding.losses import AREAS
from pipeline.importing.feed.elements import ELEMENTS, Known
from pipeline.importing.telling import document
from pipeline.model.decisions import Decisions
from pipeline.model.kinds import KINDS
from pipeline.model.rows import Row
from pipeline.model.schemas import schemas
from pipeline.model.taxonomy import Heading, Person
from pipeline.model.wordlist import Wordlist
from pipeline.problems import CODES
from pipeline.settings import Settings
from pipeline.validator import RULES, Profile

NOTICE = "<!-- Made from the code by `nox -s docs -- --regenerate`; do not edit. -->\n"
_NOTICE_YAML = """\
# All words of the interface in English, those of the theme, of the kinds and of forms for readers: copy this file to
# theme/strings/<language>.yml to translate it. Made from the code by `nox -s docs -- --regenerate`; do not edit.
"""


def pages() -> dict[str, str]:
    """Every page by its path below `docs/`."""
    made = {
        "reference/commands.md": _commands(),
        "reference/content.md": _content(),
        "reference/settings.md": _settings(),
        "reference/problems.md": _problems(),
        "reference/feeds.md": _feeds(),
        "reference/feed-rules.md": _feed_rules(),
        "reference/feed-elements.md": _feed_elements(),
        "reference/words.yml": _words(),
    }
    told = {"catalog": feeds.catalog_schema(), "announce": announce.schema(), "import-report": document.schema()}
    return made | {f"schema/{name}.json": _json(schema) for name, schema in {**schemas(), **told}.items()}


def _json(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _commands() -> str:
    lines = [NOTICE, "# Commands\n"]
    for name, command in _all(main):
        arguments = "".join(
            f" {option.human_readable_name}" for option in command.params if isinstance(option, click.Argument)
        )
        lines += [f"## `pipeline {name}{arguments}`\n", f"{cleandoc(command.help or '')}\n"]
        options = [option for option in command.params if isinstance(option, click.Option)]
        lines += ["| option | meaning |", "| --- | --- |"] if options else []
        lines += [f"| {', '.join(f'`{opt}`' for opt in option.opts)} | {option.help} |" for option in options]
        lines += [""] if options else []
    lines += [
        "## Exit status\n",
        "| status | meaning |",
        "| --- | --- |",
        *(f"| {status} | {meaning} |" for status, meaning in MEANINGS.items()),
    ]
    return "\n".join(lines) + "\n"


def _all(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Each command by all its words, and behind a group those of it."""
    for name, command in sorted(group.commands.items()):
        yield f"{above}{name}", command
        if isinstance(command, click.Group):
            yield from _all(command, f"{above}{name} ")


def _content() -> str:
    lines = [NOTICE, "# Fields of content\n", "Fields with * must be there.\n"]
    for kind in KINDS.values():
        lines += [f"## {kind.label}\n", f"Files: `{kind.files}`\n", *_tables(kind.fields)]
    lists: tuple[tuple[str, type[Any]], ...] = (
        ("Person (`people.yml`)", Person),
        ("Topic and audience", Heading),
        ("Words (`words.yml`)", Wordlist),
        ("Decisions (`import.yml`)", Decisions),
    )
    for label, model in lists:
        lines += [f"## {label}\n", *_tables(model)]
    return "\n".join(lines) + "\n"


_FIELDS = re.compile(r"(<!-- fields: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_AREAS = re.compile(r"(<!-- areas -->\n).*?(<!-- end -->)", re.DOTALL)


def with_fields(page: str) -> str:
    """A page of the guide with its tables made anew: that of fields between `<!-- fields: KIND -->` and `<!-- end -->`,
    that of the areas of losses behind `<!-- areas -->`.
    """
    others: dict[str, type[Any]] = {"person": Person, "topic": Heading, "words": Wordlist, "import": Decisions}

    def table(match: re.Match[str]) -> str:
        kind = KINDS.get(match[2])
        lines = _tables(kind.fields if kind else others[match[2]])
        return match[1] + "\n" + "\n".join(lines).strip() + "\n\n" + match[3]

    return _AREAS.sub(_of_areas, _FIELDS.sub(table, page))


def _of_areas(match: re.Match[str]) -> str:
    """The table of the areas of losses."""
    rows = [f"| `{name}` | {area.about} |" for name, area in AREAS.items()]
    return match[1] + "\n" + "\n".join(["| area | what it tells of |", "| --- | --- |", *rows]) + "\n\n" + match[2]


def _settings() -> str:
    lines = [NOTICE, "# `pipeline.toml`\n", "Settings with * must be there; unknown ones are errors.\n"]
    return "\n".join([*lines, *_tables(Settings)]) + "\n"


def _problems() -> str:
    lines = [NOTICE, "# Problems\n", "| code | severity | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | {code.severity} | {code.meaning} |" for name, code in sorted(CODES.items())]
    return "\n".join(lines) + "\n"


_FEED_RULES = """\
# Rules of feeds

By these `check --feed` looks at a feed ([how](../operators/check-a-feed.md)), and a build at its own: an *error* there
stops it. A *warning* is what somebody may refuse, or read otherwise than it was meant; *advice* is what a standard
recommends. The first group is always looked by, the others for the profile that they name. The sentences are ours; what
they go back to is linked.
"""


def _feed_rules() -> str:
    """All rules of the validator, by profile and by the beginning of their ids."""
    lines = [NOTICE, _FEED_RULES]
    for profile in Profile:
        rules = [rule for rule in RULES if rule.profile is profile]
        lines += [f"## `{profile}`: {len(rules)} rules\n", "| rule | severity | what it says | where it is written |"]
        lines += ["| --- | --- | --- | --- |"]
        for rule in rules:
            where = f"[{rule.clause.standard}, {rule.clause.part}]({rule.clause.url})"
            lines.append(f"| `{rule.id}` | {rule.level} | {rule.says} | {where} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _feed_elements() -> str:
    lines = [NOTICE, "# What feeds become\n"]
    lines.append("What `pipeline import feed` makes of each element: the field that it becomes, or why it has none.")
    lines.append("An element in no line is kept as it stands in `extra.import.feed`, and told in the report.")
    for where, title in (("channel", "Of the show"), ("item", "Of an episode")):
        lines += [f"\n## {title}\n", "| element | what becomes of it |", "| --- | --- |"]
        lines += [f"| `{one.name}` | {_became(one)} |" for one in sorted(ELEMENTS, key=str) if one.where == where]
    return "\n".join(lines) + "\n"


def _became(one: Known) -> str:
    """What the line of an element says in words."""
    if one.how == "field":
        return ", ".join(f"`{name.strip()}`" for name in one.home.split(","))
    others = ", ".join(f"`{name}`" for name in one.home.split())
    said = {
        "again": f"where {others} says it already, nothing more; else in `extra`" if others else "in `extra`",
        "made": f"made anew: {one.home}",
        "kept": f"in `extra`: {one.home}",
        "passed": f"left out: {one.home}",
    }
    return said[one.how]


def _words() -> str:
    """All English words in one file, as a translator copies it."""
    path = f"{FOLDER}{ENGLISH}.yml"
    document, _ = yaml.parse(wiring.strings(), path)
    assert document is not None and isinstance(document.value, dict), path
    named = {**strings.of_kinds(ENGLISH), **dict(flat(document.value)), **equipment.words(), **forms.words()}
    nested: dict[str, Any] = {}
    for name, text in sorted(named.items()):
        *sections, last = re.split(r"\.(?=.)", name)  # a dot at its end is its own, as that of `misc.`
        inside = nested
        for section in sections:
            inside = inside.setdefault(section, {})
        inside[last] = text
    return _NOTICE_YAML + "\n".join(_yaml(nested)) + "\n"


def _yaml(words: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Nested words as YAML: JSON's strings are YAML's in double quotes."""
    for name, text in words.items():
        if isinstance(text, Mapping):
            yield f"{indent}{name}:"
            yield from _yaml(text, f"{indent}  ")
        else:
            yield f"{indent}{name}: {json.dumps(text, ensure_ascii=False)}"


_FEEDS = """\
# What machines read

Every address is whole, and below the address of the target that it is read from. What identifies a thing is the same
on every target: `id` in the catalogue (the address from the site's root), the canonical address, below `site.url`, in
feeds.

| address | what it is |
| --- | --- |
| `podcasts/<show>/feed.xml` | RSS of one show, for podcast apps: all its episodes |
| `podcasts/subscriptions.opml` | OPML 2.0 of all shows, to subscribe to them at once |
| `feed.xml`, `feed.json` | RSS and JSON Feed 1.1 of what is new: the newest 50 entries of all kinds |
| `topics/<topic>/feed.xml`, `feed.json` there | the same of one topic |
| `api/catalog.json` | the whole library as data, from which another front end can be built |
| `api/announce.json` | the new episodes that were [announced](../operators/announcing.md) last |
| `library/books/<list>/<list>.csv`, `.bib`, `.ris` | a list of books: table, BibTeX, RIS |
| `sitemap.xml`, `robots.txt` | for search engines; above 50,000 pages `sitemap.xml` names several files |

The feeds of what is new list an episode by its page, without its sound: podcasts have feeds of their own, and who
subscribes to both hears an episode once. Free pages and shows are no news. Everything here may be read from other sites
(CORS), but for the files of book lists: they are to be taken away.

A table (RFC 4180) begins with the mark by which spreadsheets know UTF-8; a cell that one would take for a formula
begins with `'`. The keys of BibTeX are `isbn-` and the number: they stay when a title is corrected. Names: as printed.

## The catalogue

[`catalog.json`](../schema/catalog.json) is its JSON Schema. Every field is always there: what is unknown is `null` or
empty. `schema_version` changes when a field is taken away or changes its meaning; fields may be added at any time, so
ignore those that you don't know. Times are RFC 3339 in UTC, lengths seconds, sizes bytes. In `html`, a link to an id of
the same body begins with `#`; all others are whole. Not in it: drafts and what is not public yet, `extra`, what steers
the build, and the e-mail address of a show's owner, which its feed has to give to the directories.
"""


_VALUES = """\
## Categories and roles

A show's `category` is one of Apple's, or one with a subcategory behind ` > `; directories take them letter by letter.
"""


def _values() -> Iterator[str]:
    """The lists from which the values of some fields are taken."""
    yield _VALUES
    yield "| category | subcategories |"
    yield "| --- | --- |"
    yield from (f"| {name} | {', '.join(inside) or '–'} |" for name, inside in category.CATEGORIES.items())
    yield "\nA `role` in `people` is one of the Podcast Taxonomy, in any case of letters; its group follows from it.\n"
    yield "| group | roles |"
    yield "| --- | --- |"
    yield from (f"| {name} | {', '.join(inside)} |" for name, inside in role.GROUPS.items())
    yield ""


def _feeds() -> str:
    lines = [NOTICE, _FEEDS, *_table(feeds.Catalog), "### Every entry\n", *_table(Row)]
    common = {field.name for field in fields(Row)} - {"kind"}
    for kind in KINDS.values():
        lines += [f"### {kind.label}\n", *_table(kind.row_type, common)]
    lines += _values()
    # All fields are always there, and the tables of what is inside them are the schema's.
    return "\n".join(lines).rstrip().replace("` * |", "` |").replace("fields, below", "object") + "\n"


def _tables(model: type[Any]) -> Iterator[str]:
    """A table of the fields of a model, and one for each model inside it."""
    yield from _table(model)
    hints = get_type_hints(model)
    for field in fields(model):
        for found in _models(hints[field.name]):
            yield f"`{field.name}`:\n"
            yield from _tables(found)


def _table(model: type[Any], without: Collection[str] = ()) -> Iterator[str]:
    """A table of the fields of a model."""
    yield "| field | type | meaning |"
    yield "| --- | --- | --- |"
    hints = get_type_hints(model)
    for field in fields(model):
        if field.name not in without:
            info = field.default
            needed = info.is_required() if isinstance(info, FieldInfo) else info is MISSING
            meaning = info.description if isinstance(info, FieldInfo) else ""
            yield f"| `{field.name}`{' *' if needed else ''} | {_type(hints[field.name])} | {meaning} |"
    yield ""


def _models(hint: Any) -> Iterator[type[Any]]:
    if is_dataclass(hint) and isinstance(hint, type):
        yield hint
    for argument in get_args(hint):
        yield from _models(argument)


def _type(hint: Any) -> str:
    """A type in words that an editor knows."""
    if is_dataclass(hint):
        return "fields, below"
    if get_origin(hint) in (tuple, list):
        return f"list of {_type(get_args(hint)[0])}"
    if get_origin(hint) is dict:
        return "mapping"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return ", ".join(f"`{one.value}`" for one in hint)
    arguments = [argument for argument in get_args(hint) if argument is not type(None)]
    if arguments and all(isinstance(argument, str) for argument in arguments):
        return ", ".join(f"`{argument}`" for argument in arguments)
    if arguments:
        return " or ".join(dict.fromkeys(_type(argument) for argument in arguments))
    names = {"str": "text", "int": "whole number", "float": "number", "bool": "yes or no", "datetime": "instant"}
    name = getattr(hint, "__name__", str(hint))
    return names.get(name, name)
