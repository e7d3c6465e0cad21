"""mkdocs-material as the engine, page by page: configuration, theme and page are those of mkdocs, and finished HTML is
put where it would put its own. It never parses content, and never builds a whole site.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import shutil
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.formats.locale import Spoken
from pipeline.formats.times import clock
from pipeline.formats.wording import Wording
from pipeline.jobs import Failure, Made, Task
from pipeline.jobs.packages import version
from pipeline.model.artifact import canonical
from pipeline.model.page import Page, TocItem
from pipeline.model.uses import USES
from pipeline.site import assets
from pipeline.site.engine import Frame, here, script

_TOOLS = ("mkdocs", "mkdocs-material", "Jinja2", "Markdown", "babel")


def tools() -> Mapping[str, str]:
    """The packages that decide how a page looks."""
    return {name: version(name) for name in _TOOLS}


@dataclass(frozen=True, slots=True)
class Assets:
    """Performer `assets`: inputs `mkdocs.yml` and the theme's files, as `theme/…`; what pages are made of besides
    themselves, the fact `renamed`: each file → where it is published.
    """

    recipe: int = 1
    durable: bool = False
    here: int = 1

    @property
    def versions(self) -> Mapping[str, str]:
        return {**tools(), "tinycss2": version("tinycss2")}

    def perform(self, task: Task) -> Made:
        home = Path(task.scratch)
        _lay_out(task.inputs, home)
        (home / "docs").mkdir(exist_ok=True)
        with _told(home):
            from mkdocs.structure.files import Files

            config, files = _config(home, {}), Files([])
            files.add_files_from_theme(config.theme.get_env(), config)
            found = {file.dest_uri: Path(str(file.abs_src_path)).read_bytes() for file in files}
        templates = (Path(p).read_text("utf-8", "replace") for n, p in task.inputs.items() if n.endswith(".html"))
        renamed, made = assets.finished(found, _typography(), templates)
        return Made({"renamed": renamed}, {**made})


@dataclass(frozen=True, slots=True)
class Look:
    """Performer `look`: inputs `mkdocs.yml` and the templates of the theme, as `theme/…`; all of them in one file, for
    whoever lays out pages.
    """

    recipe: int = 1
    durable: bool = False
    here: int = 1
    versions: Mapping[str, str] = field(default_factory=dict)

    def perform(self, task: Task) -> Made:
        texts = {name: Path(path).read_text(encoding="utf-8") for name, path in task.inputs.items()}
        return Made(files={"look": canonical(texts)})


@dataclass(frozen=True, slots=True)
class Theme:
    """Performer `theme`: what can be known of a theme before a page is laid out. Inputs: `mkdocs.yml` and the theme's
    files; the fact `problems` has path, line and message of each.
    """

    recipe: int = 1
    durable: bool = False
    here: int = 1

    @property
    def versions(self) -> Mapping[str, str]:
        return tools()

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
    for name in sorted(name for name in theme if name.startswith("theme/") and name.endswith(".html")):
        if wrong := _wrong_template(name, Path(theme[name]).read_bytes()):
            yield name, *wrong


@lru_cache(256)
def _wrong_template(name: str, data: bytes) -> tuple[int, str] | None:
    """Line and message of what is wrong with a template. Who writes one of forty has it read again and again."""
    from jinja2 import Environment, TemplateSyntaxError

    try:
        Environment(autoescape=True).parse(data.decode(), name)
    except UnicodeDecodeError:
        return 1, "this is not UTF-8 text"
    except TemplateSyntaxError as error:
        return error.lineno, error.message or "this is no template"
    return None


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


@contextlib.contextmanager
def _told(home: Path) -> Iterator[None]:
    """Within it, what mkdocs and Jinja refuse is a `Failure` that names the file."""
    from mkdocs.exceptions import MkDocsException

    with _heard() as said:
        try:
            yield
        except MkDocsException as error:
            cause = ("; ".join(said) or str(error)).replace(f"{home}/", "")
            raise Failure(f"mkdocs: {cause}", "mend `mkdocs.yml` or `theme/`", tool=True) from None
        except Exception as error:
            place = _place_in_template(error)
            if not place:
                raise
            raise Failure(f"{place}: {_said_by_jinja(error)}", "mend the template", tool=True) from None


class Material:
    """The engine: a page through the templates of the theme in the environment that mkdocs makes for them.

    `look` has `mkdocs.yml` and the templates by their names; `home` is an empty folder, not needed afterwards.
    """

    def __init__(self, frame: Frame, look: Mapping[str, str], home: str) -> None:
        self._frame, self._home = frame, Path(home)
        with _told(self._home):
            self._config = self._configured(look)
            self._env = _environment(self._config, frame, look)
            self._nav = self._navigation()

    def page(self, page: Page) -> str:
        """The HTML of a page. Raises `Failure` where a template is wrong."""
        from mkdocs.commands.build import get_context

        with _told(self._home):
            one = self._page(page)
            context = get_context(self._nav, (), self._config, one)
            return str(self._env.get_template(page.template).render(context))

    def lost(self) -> str:
        """The page of what is not found: its links are whole, as it is shown at any address."""
        from jinja2 import TemplateNotFound
        from mkdocs.commands.build import get_context

        with _told(self._home):
            try:
                template = self._env.get_template("404.html")
            except TemplateNotFound:
                return ""
            base = urlsplit(self._frame.base_url).path
            return str(template.render(get_context(self._nav, (), self._config, base_url=base)))

    def _configured(self, look: Mapping[str, str]) -> Any:
        frame = self._frame
        for name, text in look.items():
            place = self._home / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        (self._home / "docs").mkdir(exist_ok=True)
        given = {
            "site_url": frame.base_url,
            "site_name": frame.name,
            "site_description": frame.description,
            "nav": [{title: _source(address)} for title, address in frame.navigation],
        }
        config = _config(self._home, given)
        config.extra.update({"frame": frame.data})
        config.theme["language"] = frame.language.split("-")[0].lower()
        return config

    def _navigation(self) -> Any:
        from mkdocs.structure.files import Files
        from mkdocs.structure.nav import get_navigation

        return get_navigation(Files([self._file(address) for _, address in self._frame.navigation]), self._config)

    def _file(self, address: str) -> Any:
        from mkdocs.structure.files import File

        return File(_source(address), self._config.docs_dir, self._config.site_dir, use_directory_urls=True)

    def _page(self, ours: Page) -> Any:
        from mkdocs.structure.pages import Page as MkDocsPage
        from mkdocs.structure.toc import get_toc

        page = MkDocsPage(None, self._file(ours.address), self._config)
        page.meta = {"title": ours.title, "description": ours.description, "template": ours.template, "data": ours.data}
        page.content, page.toc = ours.html, get_toc([_token(item) for item in ours.toc])
        return page


def _source(address: str) -> str:
    return f"{address}index.md"


def _environment(config: Any, frame: Frame, look: Mapping[str, str]) -> Any:
    """The environment of the theme, in which the templates of `look` lie before those of mkdocs-material."""
    from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader, pass_context

    def ours(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = look.get(f"theme/{name}")
        return None if text is None else (text, f"{_OURS}theme/{name}", lambda: True)

    lent = FileSystemLoader(config.theme.dirs[1:])

    def icon(name: str) -> str | None:
        """An icon of mkdocs-material. Words stand beside it or name what it is in: who hears a page hears these."""
        if not name.startswith(".icons/"):
            return None
        return lent.get_source(env, name)[0].replace("<svg", '<svg aria-hidden="true"', 1)

    env, words = config.theme.get_env(), Spoken(Wording(frame.language, frame.words))
    env.loader = ChoiceLoader([FunctionLoader(ours), FunctionLoader(icon), lent])
    env.bytecode_cache = _compiled()
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
        "uses": {name: use.sizes for name, use in USES.items()},
    }
    env.filters |= {"json": _json, "clock": clock, "key": _key, "here": pass_context(_here(frame.base_url))}
    return env


@cache
def _compiled() -> Any:
    """The templates that this process has compiled: what it lays out next need not do so again, unless they changed."""
    from jinja2.bccache import Bucket, BytecodeCache

    class Compiled(BytecodeCache):
        def __init__(self) -> None:
            self._held: dict[str, Bucket] = {}

        def load_bytecode(self, bucket: Bucket) -> None:
            held = self._held.get(bucket.key)
            if held and held.checksum == bucket.checksum:
                bucket.code = held.code

        def dump_bytecode(self, bucket: Bucket) -> None:
            self._held[bucket.key] = bucket

    return Compiled()


_OURS = "the library's "
"""Begins the names of our templates in a traceback."""


def _place_in_template(error: Exception) -> str:
    """`theme/main.html, line 14`, where a template is to blame: the innermost that ran, or can't be read."""
    from jinja2 import TemplateSyntaxError

    frames = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError):
        frames.append((error.filename or "", error.lineno))
    ours = [(file, line) for file, line in frames if file.startswith(_OURS)]
    return f"`{ours[-1][0].removeprefix(_OURS)}`, line {ours[-1][1]}" if ours else ""


def _said_by_jinja(error: Exception) -> str:
    from jinja2 import TemplateNotFound

    return f"there is no template `{error.name}`" if isinstance(error, TemplateNotFound) else str(error)


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
