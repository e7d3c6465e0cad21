"""mkdocs-material as the engine: finished HTML reaches it through public events of mkdocs; it never parses content."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import shutil
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.formats.locale import Spoken
from pipeline.formats.times import clock
from pipeline.formats.wording import Wording
from pipeline.jobs import Failure, Made, Task
from pipeline.model.page import Page, TocItem
from pipeline.model.uses import USES
from pipeline.site.engine import Book, here, script

_TOOLS = ("mkdocs", "mkdocs-material", "Jinja2", "Markdown", "babel")


@dataclass(frozen=True, slots=True)
class Material:
    """Performer `pages`: inputs `pages` (a `Book`), `mkdocs.yml`, and the theme's files as `theme/…`."""

    recipe: int = 1
    durable: bool = False

    @property
    def versions(self) -> Mapping[str, str]:
        return {name: version(name) for name in _TOOLS}

    def perform(self, task: Task) -> Made:
        book = Book.from_bytes(Path(task.inputs["pages"]).read_bytes())
        theme = {name: path for name, path in task.inputs.items() if name != "pages"}
        made = self.render(book, theme, f"{task.scratch}/site")
        return Made(files={name: f"site/{name}" for name in made})

    def render(self, book: Book, theme: Mapping[str, str], out: str) -> Iterator[str]:
        """The site in the folder `out`; the names of its files."""
        home = Path(out).parent
        _lay_out(theme, home)
        for page in book.pages:
            stub = home / "docs" / _source(page.address)
            stub.parent.mkdir(parents=True, exist_ok=True)
            stub.write_text("", encoding="utf-8")
        _build(book, home, out)
        return (path.relative_to(out).as_posix() for path in sorted(Path(out).rglob("*")) if path.is_file())


@dataclass(frozen=True, slots=True)
class Theme:
    """Performer `theme`: what can be known of a theme before a page is laid out. Inputs: `mkdocs.yml` and the theme's
    files; the fact `problems` has path, line and message of each.
    """

    recipe: int = 1
    durable: bool = False

    @property
    def versions(self) -> Mapping[str, str]:
        return {name: version(name) for name in _TOOLS}

    def perform(self, task: Task) -> Made:
        home = Path(task.scratch)
        _lay_out(task.inputs, home)
        (home / "docs").mkdir(exist_ok=True)
        return Made({"problems": [*_wrong_settings(home), *_wrong_templates(task.inputs)]})


def _lay_out(theme: Mapping[str, str], home: Path) -> None:
    """The theme and `mkdocs.yml`, where mkdocs looks for them."""
    for name, path in theme.items():
        place = home / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)


def _wrong_settings(home: Path) -> Iterator[tuple[str, int, str]]:
    from mkdocs.exceptions import MkDocsException

    with _heard() as said:
        try:
            _config(home, {})
        except MkDocsException as error:
            cause = "; ".join(said) or str(error)
            line = re.search(r"\bline (\d+)", cause)
            yield "mkdocs.yml", int(line[1]) if line else 1, " ".join(cause.replace(f"{home}/", "").split())


def _wrong_templates(theme: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
    from jinja2 import Environment, TemplateSyntaxError

    env = Environment(autoescape=True)
    for name, path in sorted(theme.items()):
        if name.startswith("theme/") and name.endswith(".html"):
            try:
                env.parse(Path(path).read_text(encoding="utf-8"), name)
            except UnicodeDecodeError:
                yield name, 1, "this is not UTF-8 text"
            except TemplateSyntaxError as error:
                yield name, error.lineno, error.message or "this is no template"


def _config(home: Path, given: Mapping[str, Any]) -> Any:
    """The configuration of mkdocs: `mkdocs.yml`, and what we say in its place. Raises `MkDocsException`."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.config import load_config

    return load_config(
        config_file=str(home / "mkdocs.yml"),
        docs_dir=str(home / "docs"),
        use_directory_urls=True,
        plugins=[],
        validation={"nav": {"omitted_files": "ignore"}},
        **{"site_name": "library", **given},
    )


def _source(address: str) -> str:
    return f"{address}index.md"


def _build(book: Book, home: Path, out: str) -> None:
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.commands.build import build
    from mkdocs.exceptions import MkDocsException

    frame = book.frame
    with _heard() as said:
        try:
            given = {
                "site_dir": out,
                "site_url": frame.base_url,
                "site_name": frame.name,
                "site_description": frame.description,
                "nav": [{title: _source(address)} for title, address in frame.navigation],
            }
            config = _config(home, given)
            config.extra.update({"frame": frame.data})
            words = Spoken(Wording(frame.language, frame.words))
            config.theme["language"] = frame.language.split("-")[0].lower()
            pages = {_source(page.address): page for page in book.pages}
            config.plugins["pipeline"] = _plugin(pages, words, frame.base_url)
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            config.plugins.on_shutdown()
        except MkDocsException as error:
            cause = ("; ".join(said) or str(error)).replace(f"{home}/", "")
            raise Failure(f"mkdocs: {cause}", "mend `mkdocs.yml` or `theme/`", tool=True) from None
        except Exception as error:
            place = _place_in_template(error, home)
            if not place:
                raise
            raise Failure(f"{place}: {_said_by_jinja(error)}", "mend the template", tool=True) from None


def _place_in_template(error: Exception, home: Path) -> str:
    """`theme/main.html, line 14`, where a template is to blame: the innermost that ran, or can't be read."""
    from jinja2 import TemplateSyntaxError

    frames = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError):
        frames.append((error.filename or "", error.lineno))
    ours = [(file, line) for file, line in frames if file.startswith(f"{home}/theme/")]
    return f"`{ours[-1][0].removeprefix(f'{home}/')}`, line {ours[-1][1]}" if ours else ""


def _said_by_jinja(error: Exception) -> str:
    from jinja2 import TemplateNotFound

    return f"there is no template `{error.name}`" if isinstance(error, TemplateNotFound) else str(error)


def _plugin(pages: Mapping[str, Page], words: Spoken, base_url: str) -> Any:
    """The plugin that hands our pages over, by three events of mkdocs."""
    from jinja2 import pass_context
    from mkdocs.plugins import BasePlugin
    from mkdocs.structure.toc import get_toc

    class Handover(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # it has no configuration
        def on_env(self, env: Any, /, *, config: Any, files: Any) -> Any:
            env.autoescape = True  # what a template writes is text, unless it says `| safe`
            env.globals |= {
                "t": words.say,
                "day": words.day,
                "region": words.region,
                "role": words.role,
                "regions": words.regions,
                "language_name": words.language_name,
                "languages": words.languages,
                "number": words.number,
                "wording": words,
                "typography": _typography(),
            }
            env.globals["uses"] = {name: use.sizes for name, use in USES.items()}
            env.filters |= {"json": _json, "clock": clock, "key": _key, "here": pass_context(_here(base_url))}
            return env

        def on_page_markdown(self, markdown: str, /, *, page: Any, config: Any, files: Any) -> str:
            ours = pages[page.file.src_uri]
            page.meta = {
                "title": ours.title,
                "description": ours.description,
                "template": ours.template,
                "data": ours.data,
            }
            return ""

        def on_page_content(self, html: str, /, *, page: Any, config: Any, files: Any) -> str:
            ours = pages[page.file.src_uri]
            page.toc = get_toc([_token(item) for item in ours.toc])
            return ours.html

    return Handover()


def _typography() -> str:
    """The style sheet of mkdocs-material, whose name changes with its version."""
    assets = Path(find_spec("material").submodule_search_locations[0]) / "templates"  # type: ignore[union-attr,index]
    (found,) = (assets / "assets" / "stylesheets").glob("main.*.min.css")
    return found.relative_to(assets).as_posix()


def _json(value: object) -> Any:
    """JSON for a script element that is not run: nothing in it ends the element."""
    from markupsafe import Markup

    return Markup(script(value))  # noqa: S704 - `script` leaves nothing in it that HTML reads


def _here(base_url: str) -> Callable[[Any, str], str]:
    """The filter that makes an address of the site relative to the page that is laid out."""
    return lambda context, url: here(url, base_url, context["page"].url)


def _key(ref_id: str) -> str:
    """The last part of an address: the id of a person, a topic or an audience."""
    return ref_id.rstrip("/").rpartition("/")[2]


def _token(item: TocItem) -> Any:
    children = [_token(child) for child in item.children]
    return {
        "level": item.level,
        "id": item.id,
        "name": item.title,
        "html": escape(item.title),
        "children": children,
    }


@contextlib.contextmanager
def _heard() -> Iterator[list[str]]:
    """What mkdocs says, instead of on a terminal that isn't its own: warnings and errors."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger, ear = logging.getLogger("mkdocs"), Ear(logging.WARNING)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(ear)
    try:
        yield said
    finally:
        logger.removeHandler(ear)
        logger.propagate = propagate
