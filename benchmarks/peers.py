"""Other makers of sites, each given the texts of the library with a title and nothing else. A missing one is told."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import corpus

_TEXT = re.compile(r'---\ntitle: "(?P<title>[^"]*)"\n.*?\n---\n(?P<body>.*)', re.DOTALL)
LIST = "library/index.md"


@dataclass(frozen=True, slots=True)
class Peer:
    """A maker of sites: where it takes `texts` and lays `pages`, its `template` for a text and what one more line of it
    may be, and what else it needs in `files`. `home` is its first page. `listed`: it is given a page that lists all, as
    its templates can't.
    """

    name: str
    program: str
    get: str
    build: tuple[str, ...]
    version: tuple[str, ...]
    texts: str
    pages: str
    template: str
    line: str
    files: Mapping[str, str]
    home: str = "index.md"
    listed: bool = False
    env: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_here(self) -> bool:
        return shutil.which(self.program) is not None

    def says(self) -> str:
        """Its name and version."""
        said = subprocess.run(self.version, capture_output=True, text=True, check=True).stdout
        found = re.search(r"\d+(?:\.\d+)+", said)
        return f"{self.name} {found[0] if found else said.strip()}"

    def write(self, root: Path, articles: int) -> None:
        """Its source of a site of so many articles."""
        for name, text in (*self.files.items(), *self._texts(articles)):
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def _texts(self, articles: int) -> Iterator[tuple[str, str]]:
        lines = []
        for name, text in corpus.files(articles):
            found = _TEXT.fullmatch(text)
            if found is None:  # settings, topics, people
                continue
            place = name.removeprefix("content/").replace("pages/home.md", self.home)
            yield f"{self.texts}/{place}", f'---\ntitle: "{found["title"]}"\n---\n{found["body"]}'
            if place != self.home:
                lines.append(f"- [{found['title']}]({place.removeprefix('library/')})\n")
        if self.listed:
            yield f"{self.texts}/{LIST}", f'---\ntitle: "All"\n---\n{"".join(lines)}'


_MKDOCS = {
    "mkdocs.yml": f"""\
site_name: A large library
theme:
  name: material
  custom_dir: overrides
nav: [index.md, {LIST}]
""",
    "overrides/main.html": '{% extends "base.html" %}\n',
}
_MKDOCS_LINE = "{% block content %}{{ super() }}<p>One line more.</p>{% endblock %}\n"
_FRAME = "<!doctype html><html lang=en><title>{title}</title><body><h1>{title}</h1>{body}</body></html>\n"

MATERIAL = Peer(
    name="mkdocs-material",
    program=sys.executable,
    get="it is part of our own environment",
    build=(sys.executable, "-m", "mkdocs", "build", "--quiet"),
    version=(sys.executable, "-c", "from importlib.metadata import version; print(version('mkdocs-material'))"),
    texts="docs",
    pages="site",
    template="overrides/main.html",
    line=_MKDOCS_LINE,
    files=_MKDOCS,
    listed=True,
    env={"NO_MKDOCS_2_WARNING": "1"},
)
ZENSICAL = Peer(
    name="Zensical",
    program="zensical",
    get="`pip install zensical` in an environment of its own",
    build=("zensical", "build"),
    version=("zensical", "--version"),
    texts="docs",
    pages="site",
    template="overrides/main.html",
    line=_MKDOCS_LINE,
    files=_MKDOCS,
    listed=True,
)
HUGO = Peer(
    name="Hugo",
    program="hugo",
    get="`apt-get install hugo`",
    build=("hugo", "--quiet"),
    version=("hugo", "version"),
    texts="content",
    pages="public",
    template="layouts/_default/single.html",
    line="<p>One line more.</p>\n",
    home="_index.md",  # an index.md would take all others as its attachments
    files={
        "hugo.toml": 'baseURL = "https://library.example/"\ntitle = "A large library"\n',
        "layouts/_default/single.html": _FRAME.format(title="{{ .Title }}", body="{{ .Content }}"),
        "layouts/_default/list.html": _FRAME.format(
            title="{{ .Title }}",
            body="<ul>{{ range site.RegularPages }}"
            '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>',
        ),
    },
)
ELEVENTY = Peer(
    name="Eleventy",
    program="eleventy",
    get="`npm install --global @11ty/eleventy`",
    build=("eleventy", "--quiet"),
    version=("eleventy", "--version"),
    texts="content",
    pages="_site",
    template="_includes/text.njk",
    line="<p>One line more.</p>\n",
    files={
        "eleventy.config.cjs": (
            'module.exports = () => ({ dir: { input: "content", includes: "../_includes" },'
            " markdownTemplateEngine: false });\n"
        ),
        "content/content.json": '{ "layout": "text.njk" }\n',
        "content/library/library.json": '{ "tags": "article" }\n',
        "content/list.njk": (
            "---\ntitle: All\n---\n<ul>{% for one in collections.article %}"
            '<li><a href="{{ one.url }}">{{ one.data.title }}</a></li>{% endfor %}</ul>\n'
        ),
        "_includes/text.njk": _FRAME.format(title="{{ title }}", body="{{ content | safe }}"),
    },
)
PEERS = (MATERIAL, HUGO, ZENSICAL, ELEVENTY)
