"""What a library gives to those who take it over elsewhere: made from a build, so of what is public and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pipeline import content, doing, exporting, remembered
from pipeline.flow import Built
from pipeline.model import urls
from pipeline.model.artifact import Artifact, Blob, PublishedShow
from pipeline.model.library import Library
from pipeline.model.tree import is_picture
from pipeline.problems import did_you_mean
from pipeline.world import World


class NoShow(Exception):
    """The build has no such show: message and remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


def feed(world: World, built: Built, name: str) -> exporting.WholeFeed:
    """The whole feed of a show, which is named by its folder or its file. Raises `NoShow`."""
    show = _show(built, name)
    parts = [show.feed, *_archives(built, show.feed.removesuffix(urls.FEED))]
    return exporting.whole_feed([_read(world, built, path) for path in parts])


def catalogue(world: World, built: Built) -> exporting.Catalogue:
    """The catalogue, with all texts."""
    return exporting.read(lambda path: _read(world, built, path))


def wordpress(world: World, built: Built) -> exporting.ForWordPress:
    """The library for WordPress."""
    ours = library(world)
    timezone, files = ours.settings.site.timezone, built.manifest.artifacts
    return exporting.for_wordpress(catalogue(world, built), files, world.base_url, timezone, ours.wording)


def folder(world: World, built: Built, program: exporting.ProgramName, *, sound: bool) -> exporting.Folder:
    """The library as a folder of Markdown."""
    ours, files = library(world), built.manifest.artifacts
    published = {one.source: one for one in files.values()}
    hosts = exporting.ForHosts(
        lambda path: _library_file(world, ours, published, path),
        files,
        lambda artifact: doing.as_built(world, artifact),
        world.base_url,
    )
    return exporting.folder(ours, catalogue(world, built), hosts, program, sound=sound)


def _show(built: Built, name: str) -> PublishedShow:
    """The show that somebody means: `talks`, `content/podcasts/talks/`, `content/podcasts/talks/show.yml`."""
    shows = {_folder(one.path): one for one in built.manifest.shows}
    wanted = _folder(name if name.endswith(".yml") else f"{name.rstrip('/')}/show.yml")
    if not shows:
        raise NoShow("the library has no podcast that is public", "begin one: `pipeline new show TITLE`")
    if not name and len(shows) == 1:
        return next(iter(shows.values()))
    if wanted not in shows:
        known = f"known: {', '.join(sorted(shows))}"
        message = f"there is no show `{wanted}` in what is public" if name else "say of which show"
        raise NoShow(message, did_you_mean(wanted, shows) or known)
    return shows[wanted]


def _folder(path: str) -> str:
    return path.rpartition("/")[0].rpartition("/")[2]


def _archives(built: Built, address: str) -> Iterator[str]:
    """The documents with older episodes, the newest first."""
    numbers = range(1, len(built.manifest.artifacts))
    paths = (urls.show_archive(address, number) for number in numbers)
    found = []
    for path in paths:
        if path not in built.manifest.artifacts:
            break
        found.append(path)
    return reversed(found)


def _read(world: World, built: Built, path: str) -> bytes:
    return b"".join(doing.as_built(world, built.manifest.artifacts[path]))


def library(world: World) -> Library:
    """What is public, with its pictures as they go out: nothing that a camera wrote into them."""
    tree, _ = world.source.tree()
    whole = remembered.loaded(world, tree)[0]
    cleaned = doing.done(world.runner.run(content.pictures(whole)))
    return content.cleaned(whole, cleaned)[0].at(world.instant)


def _library_file(
    world: World, library: Library, published: Mapping[str, Artifact], path: str
) -> Callable[[], Iterable[bytes]] | None:
    """The bytes of a picture of the library, cleaned; of another file as it is published; None where it is not."""
    if is_picture(path):
        file = library.tree.get(path)
        return (lambda: (doing.read(world, Blob(file.digest, file.size)),)) if file else None
    found = published.get(path)
    return (lambda: doing.as_built(world, found)) if found else None
