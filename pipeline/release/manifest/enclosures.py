"""The files under which the sound of published episodes is known to podcast apps."""

from __future__ import annotations

from pipeline.model import urls
from pipeline.model.artifact import Blob, Manifest, unhashed
from pipeline.model.media import Sound

Identity = tuple[str, str, str]
"""`podcast:guid` of the show, GUID of the episode, digest of its sound before it was tagged."""


def beside(published: Manifest) -> dict[tuple[str, str], Sound]:
    """The other sound that was published of episodes, by the paths of their files and by ending: renditions."""
    main = {one.enclosure for one in published.episodes}
    found = {}
    for path, file in published.artifacts.items():
        _, _, ending = unhashed(path).rpartition("/")[2].partition(".")
        if (
            path.startswith(urls.MEDIA)
            and file.headers.get("content-type", "").startswith("audio/")
            and path not in main
        ):
            found[file.source, ending] = Sound(path, Blob(file.digest, file.size))
    return found


def enclosures(published: Manifest) -> dict[Identity, Sound]:
    """The enclosure of each published episode by what it is: as long as that stays, so does the file, whatever its tags
    say, since some apps fetch what has another address again.
    """
    shows = {show.path: show.guid for show in published.shows}
    found = {}
    for one in published.episodes:
        file = published.artifacts.get(one.enclosure)
        if file and one.sound and one.show in shows:
            found[shows[one.show], one.guid, one.sound] = Sound(file.path, Blob(file.digest, file.size))
    return found
