"""The reference pages, made from the code: commands, fields, settings, problems, and the JSON Schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

import click
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from pipeline.cli.commands import main
from pipeline.model.kinds import KINDS
from pipeline.model.taxonomy import Heading, Person
from pipeline.problems import CODES
from pipeline.settings import Settings

_FILES = {
    "page": "content/pages/*.md",
    "article": "content/library/articles/**/*.md",
    "book-list": "content/library/books/*.md",
    "link-list": "content/library/links/*.md",
    "handout": "content/handouts/*.md",
    "show": "content/podcasts/<show>/show.yml",
    "episode": "content/podcasts/<show>/*.md",
}
NOTICE = "<!-- Made from the code by `nox -s docs -- --regenerate`; do not edit. -->\n"


def pages() -> dict[str, str]:
    """Every page by its path below `docs/`."""
    made = {
        "reference/commands.md": _commands(),
        "reference/content.md": _content(),
        "reference/settings.md": _settings(),
        "reference/problems.md": _problems(),
    }
    for name, model in {**{kind.name: kind.fields for kind in KINDS.values()}, "settings": Settings}.items():
        schema = TypeAdapter(model).json_schema()
        made[f"schema/{name}.json"] = json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    return made


def _commands() -> str:
    lines = [NOTICE, "# Commands\n"]
    for name, command in sorted(main.commands.items()):
        arguments = "".join(
            f" {option.human_readable_name}" for option in command.params if isinstance(option, click.Argument)
        )
        lines += [f"## `pipeline {name}{arguments}`\n", f"{command.help}\n", "| option | meaning |", "| --- | --- |"]
        for option in command.params:
            if isinstance(option, click.Option):
                names = ", ".join(f"`{opt}`" for opt in option.opts)
                lines.append(f"| {names} | {option.help} |")
        lines.append("")
    lines += [
        "## Exit status\n",
        "| status | meaning |",
        "| --- | --- |",
        "| 0 | done |",
        "| 1 | problems in the content |",
        "| 2 | wrong usage or configuration |",
        "| 3 | the target refused or failed |",
        "| 4 | a tool is missing or failed |",
    ]
    return "\n".join(lines) + "\n"


def _content() -> str:
    lines = [NOTICE, "# Fields of content\n", "Fields with * must be there.\n"]
    for kind in KINDS.values():
        pattern = _FILES[kind.name]
        lines += [f"## {kind.label}\n", f"Files: `{pattern}`\n", *_tables(kind.fields)]
    for label, model in (("Person (`people.yml`)", Person), ("Topic and audience", Heading)):
        lines += [f"## {label}\n", *_tables(model)]
    return "\n".join(lines) + "\n"


def _settings() -> str:
    lines = [NOTICE, "# `pipeline.toml`\n", "Settings with * must be there; unknown ones are errors.\n"]
    return "\n".join([*lines, *_tables(Settings)]) + "\n"


def _problems() -> str:
    lines = [NOTICE, "# Problems\n", "| code | severity | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | {code.severity} | {code.meaning} |" for name, code in sorted(CODES.items())]
    return "\n".join(lines) + "\n"


def _tables(model: type[Any]) -> Iterator[str]:
    """A table of the fields of a model, and one for each model inside it."""
    yield "| field | type | meaning |"
    yield "| --- | --- | --- |"
    hints = get_type_hints(model)
    inner: list[tuple[str, type[Any]]] = []
    for field in fields(model):
        info = field.default
        needed = info.is_required() if isinstance(info, FieldInfo) else info is MISSING
        meaning = info.description if isinstance(info, FieldInfo) else ""
        yield f"| `{field.name}`{' *' if needed else ''} | {_type(hints[field.name])} | {meaning} |"
        inner += [(field.name, found) for found in _models(hints[field.name])]
    yield ""
    for name, found in inner:
        yield f"`{name}`:\n"
        yield from _tables(found)


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
    arguments = [argument for argument in get_args(hint) if argument is not type(None)]
    if arguments and all(isinstance(argument, str) for argument in arguments):
        return ", ".join(f"`{argument}`" for argument in arguments)
    if arguments:
        return " or ".join(dict.fromkeys(_type(argument) for argument in arguments))
    names = {"str": "text", "int": "whole number", "float": "number", "bool": "yes or no", "datetime": "instant"}
    name = getattr(hint, "__name__", str(hint))
    return names.get(name, name)
