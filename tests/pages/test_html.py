"""Every published page is valid HTML, says the Nu Html Checker."""

from __future__ import annotations

import json
import subprocess
from urllib.parse import unquote, urlsplit

import pytest

from tests.pages.conftest import TEMPLATES, Note, Shelf, pages_of, template_of
from tests.support.machine import tool


def test_every_page_is_valid(shelf: Shelf, pytestconfig: pytest.Config, note: Note) -> None:
    public = shelf.published.public.resolve()
    addresses = {public / (at if at.endswith(".html") else at + "index.html"): at for at in pages_of(shelf.published)}
    java = tool("java", "default-jre-headless")
    command = [java, "-jar", pytestconfig.getoption("--checker"), "--errors-only", "--format", "json"]
    done = subprocess.run([*command, *map(str, addresses)], capture_output=True, text=True, check=False)
    said = json.loads(done.stderr)["messages"]
    places: dict[tuple[str, str], list[str]] = {}  # template, error → where
    for one in said:
        at = next(at for file, at in addresses.items() if str(file) == unquote(urlsplit(one["url"]).path))
        where = f"{at or 'home'}:{one.get('lastLine', '')} {one.get('extract', '').strip()!r}"
        places.setdefault((template_of(at), one["message"]), []).append(where)
    for template in TEMPLATES:
        note(template, "HTML errors", sum(len(found) for (of, _), found in places.items() if of == template))
    lines = [f"{len(found)} × {template}: {error}\n    {found[0]}" for (template, error), found in places.items()]
    assert not lines, "\n" + "\n".join(lines)
