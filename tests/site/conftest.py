"""The small library compiled, laid out by mkdocs-material, and finished: what readers get, without any sound made."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml.html import document_fromstring

from pipeline import content, search, site
from pipeline.formats import markdown, searchable
from pipeline.formats.captions import to_html
from pipeline.formats.chapters import Chapter
from pipeline.formats.transcript import Cue, Transcript
from pipeline.jobs import Job, Outcome, Status, Task
from pipeline.model import urls
from pipeline.model.addresses import addresses
from pipeline.model.artifact import Blob, canonical, sha256
from pipeline.model.media import Companion, MediaFacts, Shown
from pipeline.model.published import Published
from pipeline.model.references import references
from pipeline.model.tree import TEXT_SUFFIXES, File, Tree, suffix
from pipeline.pictures import addresses as addresses_of
from pipeline.problems import Problem
from pipeline.settings import load
from pipeline.site.drivers.material import Assets, Look, Material
from pipeline.site.finish import Finish
from pipeline.site.layout import PAGE, laid_out
from pipeline.site.sheets import LOST
from tests.support import library as small_library

HOUSE = Path(__file__).parents[2]
MP3 = "media/talks/first-0123456789ab.mp3"


@dataclass(frozen=True)
class Site:
    """The finished files, what was found broken, and what was published of the library."""

    files: dict[str, bytes]
    problems: tuple[Problem, ...]
    published: Published

    def page(self, address: str) -> str:
        return self.files[urls.page_file(address)].decode()

    @property
    def words(self) -> dict[str, str]:
        """The words of each page that has some; hubs and parts of pages among them, which nobody searches."""
        pages = {path: data.decode() for path, data in self.files.items() if path.endswith("/index.html")}
        found = {
            path.removesuffix("index.html"): searchable.words(document_fromstring(text)) for path, text in pages.items()
        }
        return {address: words for address, words in found.items() if words}

    @property
    def indexed(self) -> tuple[Job, ...]:
        """The work of the search."""
        blobs = {address: Blob(sha256(words.encode()), len(words.encode())) for address, words in self.words.items()}
        return search.jobs(blobs, self.published)


Build = Callable[..., Site]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Build the small library, with texts replaced, files added in place of nothing, and `plant` added to the HTML of
    the first page.
    """
    runs: list[Path] = []

    def make(edits: dict[str, tuple[str, str]] | None = None, base_url: str = "", plant: str = "") -> Site:
        runs.append(tmp_path / f"run-{len(runs)}")
        return build_in(runs[-1], edits, base_url, plant)

    return make


def build_in(
    scratch: Path,
    edits: dict[str, tuple[str, str]] | None = None,
    base_url: str = "",
    plant: str = "",
    more: dict[str, str] | None = None,
) -> Site:
    texts = {**small_library.FILES, **(more or {})}
    for name, (old, new) in (edits or {}).items():
        text = texts.get(name, "")
        assert old in text
        texts[name] = text.replace(old, new)
    settings, problems = load(texts["pipeline.toml"])
    assert settings is not None, problems
    words = (HOUSE / "theme/strings").glob("*.yml")
    data = {path.relative_to(HOUSE).as_posix(): path.read_bytes() for path in words}
    data |= {name: text.encode() for name, text in texts.items()}
    data["content/podcasts/talks/cover.png"] = small_library.square(8)
    data["content/podcasts/talks/first.wav"] = b"sound"
    library, malformed = content.load(Tree({n: _file(n, b) for n, b in sorted(data.items())}), settings)
    assert not malformed
    renderings = {entry.path: markdown.render(entry.body, entry.path) for entry in library.entries}
    leads = {entry.path: references(entry, renderings[entry.path]) for entry in library.entries}
    media = {"content/podcasts/talks/first.md": _sound()}
    base = base_url or settings.site.url
    shown: dict[str, Shown] = {}
    published = Published(library, base, renderings, media, addresses_of(library, leads, shown))
    theme = {p.relative_to(HOUSE).as_posix(): str(p) for p in sorted((HOUSE / "theme").rglob("*")) if p.is_file()}
    theme["mkdocs.yml"] = str(HOUSE / "mkdocs.yml")
    assets = Assets().perform(Task({}, theme, str(scratch / "assets")))
    frame = site.frame(library, base, Outcome(Job("assets", ""), Status.BUILT, "", assets.facts))
    look = Look().perform(Task({}, {n: p for n, p in theme.items() if n.endswith((".html", ".yml"))}, "")).files["look"]
    assert isinstance(look, bytes)
    engine, finish = Material(frame, json.loads(look), str(scratch / "home")), Finish(frame)
    bytes_of: dict[str, bytes] = {}

    def keep(data: bytes) -> Blob:
        bytes_of[sha256(data)] = data
        return Blob(sha256(data), len(data))

    drafts = site.Drafts(published, keep).all()
    titles = site.titles(drafts)
    made = {LOST: laid_out(engine, finish, None, {})}
    for number, draft in enumerate(drafts):
        composed = bytes_of[draft.page.digest]
        if plant and number == 0:
            plain = json.loads(composed)
            composed = canonical({**plain, "html": plain["html"] + plant})
        made[urls.page_file(draft.address)] = laid_out(engine, finish, composed, {"title": titles[draft.address]})
    sources = {urls.page_file(draft.address): draft.source for draft in drafts}
    seen = {path: site.Seen(sources.get(path, ""), m.facts["ids"], m.facts["links"]) for path, m in made.items()}
    others = [MP3, *addresses(library).sure, *published.files.values(), *assets.files]
    broken = site.broken(seen, others)
    files = {path: m.files[PAGE] for path, m in made.items()} | dict(assets.files)
    return Site({path: data for path, data in files.items() if isinstance(data, bytes)}, broken, published)


def _file(path: str, data: bytes) -> File:
    return File(path, sha256(data), len(data), data if suffix(path) in TEXT_SUFFIXES else None)


def _sound() -> MediaFacts:
    marks = (Chapter(0.0, "Beginning"), Chapter(2.0, "End"))
    cues = (Cue(0.0, 2.0, "Alex", "Hello, and welcome."), Cue(2.0, 4.0, "Sam", "Thank you."))
    return MediaFacts(
        MP3,
        Blob("0" * 64, 2_500_000),
        "audio/mpeg",
        65.0,
        1,
        64,
        -19.0,
        -3.0,
        said=Transcript(cues),
        html=lambda: to_html(Transcript(cues)),
        chapters=Companion(MP3.replace(".mp3", ".chapters.json"), "application/json+chapters"),
        chapter_marks=marks,
    )
