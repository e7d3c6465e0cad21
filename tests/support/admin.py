"""The forms of a library, as a browser shows them: Sveltia CMS with its own backend for tests, which keeps files in the
browser.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from playwright.sync_api import Locator, Page, Route

from pipeline import content, forms, settings
from pipeline.forms.drivers.npm import Npm
from pipeline.forms.packages import SVELTIA
from pipeline.jobs import Task
from pipeline.model.artifact import Blob, sha256
from pipeline.model.library import Library
from pipeline.model.tree import File, Tree
from tests.support.machine import tool

CONFIG = "admin/config.json"
ORIGIN = "http://127.0.0.1:47011"
"""Nobody listens there: what is asked for is answered here."""
_PUT = """async (files) => {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("sveltia-cms-test", { create: true })
  for (const [path, text] of Object.entries(files)) {
    const parts = path.split("/"), name = parts.pop()
    let folder = root
    for (const part of parts) folder = await folder.getDirectoryHandle(part, { create: true })
    const file = await (await folder.getFileHandle(name, { create: true })).createWritable()
    await file.write(text)
    await file.close()
  }
}"""
_ALL = """async () => {
  const found = {}
  const walk = async (folder, path) => {
    for await (const [name, one] of folder.entries())
      if (one.kind === "directory") await walk(one, `${path}${name}/`)
      else found[path + name] = [...new Uint8Array(await (await one.getFile()).arrayBuffer())]
  }
  await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle("sveltia-cms-test"), "")
  return found
}"""


def package(scratch: str) -> Mapping[str, bytes]:
    """The files of Sveltia's package that are used, as npm brings them."""
    tool("npm", "npm")
    made = Npm().perform(Task(SVELTIA.params(), {}, scratch)).files
    return cast("Mapping[str, bytes]", made)


def library(files: Mapping[str, str]) -> Library:
    """The library that these texts are."""
    tree = Tree({name: as_file(name, text.encode()) for name, text in sorted(files.items())})
    read, problems = settings.load(files["pipeline.toml"])
    assert read is not None, problems
    return content.load(tree, read)[0]


def as_file(name: str, data: bytes) -> File:
    return File(name, hashlib.sha256(data).hexdigest(), len(data), data)


def published(files: Mapping[str, str], brought: Mapping[str, bytes]) -> dict[str, bytes]:
    """All files of `admin/` for a library of these texts."""
    outputs = {name: Blob(sha256(data), len(data)) for name, data in brought.items()}
    bodies = {sha256(data): data for data in brought.values()}
    there = library(files)
    pieces = forms.pieces(there, there, (cast("Any", _Outcome(outputs)),))
    return {one.path: bodies[one.data.digest] if isinstance(one.data, Blob) else one.data for one in pieces}


def without_preview(site: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same without the second half of each form, which shows what was typed: that is half the drawing."""
    config = json.loads(site[CONFIG]) | {"editor": {"preview": False}}
    return {**site, CONFIG: json.dumps(config).encode()}


@dataclass
class _Outcome:
    outputs: Mapping[str, Blob]


class Editor:
    """Somebody who writes with the forms; `wrong` is what the browser complained of."""

    def __init__(self, page: Page, site: Mapping[str, bytes], files: Mapping[str, str]) -> None:
        self.page, self._site, self.wrong = page, site, list[str]()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.route(re.compile(".*"), self._answer)
        page.goto(f"{ORIGIN}/sub/admin/")
        page.evaluate(_PUT, dict(files))

    def enter(self) -> None:
        self.page.get_by_role("button", name="Test Repository").click()
        self.page.get_by_role("button", name="Create Entry or Assets").wait_for()

    def _answer(self, route: Route) -> None:
        url = route.request.url.partition("?")[0]
        path = url.removeprefix(f"{ORIGIN}/sub/")
        data = self._site.get(f"{path}index.html" if path.endswith("/") else path)
        if url.startswith("blob:"):
            route.continue_()
            return
        if data is None:
            self.wrong += [] if path.endswith(".woff2") else [f"asked for {url}"]
            route.abort()
            return
        kinds = {"html": "text/html", "js": "text/javascript", "json": "application/json"}
        ending = "html" if path.endswith("/") else path.rpartition(".")[2]
        route.fulfill(body=data, content_type=kinds[ending])

    def open(self, where: str) -> None:
        """A form: `article/new`, `episode-talks/entries/first`."""
        self.page.goto(f"{ORIGIN}/sub/admin/#/collections/{where}")
        self.page.get_by_role("button", name="Save").first.wait_for()
        self.field("title").wait_for()

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[data-mode=edit] [data-key-path="{name}"]').first

    def type(self, **values: str) -> None:
        """Type into fields; `books__0__title` is the title of the first book."""
        for name, value in values.items():
            self.field(name.replace("__", ".")).get_by_role("textbox").first.fill(value)

    def choose(self, name: str, *labels: str) -> None:
        for label in labels:
            self.field(name).get_by_text(label, exact=True).click()

    def add(self, name: str) -> None:
        """One more line of a list."""
        self.field(name).get_by_role("button", name="Add").last.click()

    def attach(self, name: str, file: str, kind: str, data: bytes) -> None:
        """Bring a file from one's own machine."""
        self.field(name).get_by_role("button", name="Browse").click()
        dialog = self.page.get_by_role("dialog")
        with self.page.expect_file_chooser() as chooser:
            dialog.get_by_role("button", name="Upload").last.click()
        chooser.value.set_files({"name": file, "mimeType": kind, "buffer": data})
        dialog.get_by_role("button", name="Insert").click()
        self.field(name).get_by_text(file).first.wait_for()

    def save(self) -> None:
        self.page.get_by_role("button", name="Save").first.click()
        self.page.wait_for_url(lambda url: not url.endswith("/new") and "/entries/" not in url)

    def files(self) -> dict[str, bytes]:
        """Every file, as it is now."""
        return {path: bytes(data) for path, data in self.page.evaluate(_ALL).items()}
