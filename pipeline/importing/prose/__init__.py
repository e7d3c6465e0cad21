from __future__ import annotations
import re
from dataclasses import dataclass
from typing import Any
from pipeline.importing.found import Asset, Text


@dataclass
class Prose:
    markdown: str
    plain: str
    losses: tuple[Any, ...] = ()


@dataclass
class Shown:
    path: str
    alt: str = ""


def prose(text: Text, turn: Any) -> Prose:
    t = re.sub(
        r'<img src="([^"]*)"[^>]*>',
        lambda m: (lambda s: f"![{s.alt}]({s.path})" if s else "")(turn.picture(m[1])),
        text.text,
    )
    t = re.sub(r'<a href="([^"]*)">([^<]*)</a>', lambda m: f"[{m[2]}]({turn.link(m[1])})", t)
    t = re.sub(r"<h1>([^<]*)</h1>", r"\n\n## \1\n\n", t)
    t = re.sub(r"<[^>]*>", "", t)
    return Prose(t, re.sub(r"[#\[\]()!]", "", t))


def description(text: str) -> str:
    return " ".join(text.split())[:300]


def wanted(text: Text, homes: tuple[str, ...]) -> tuple[Asset, ...]:
    return ()
