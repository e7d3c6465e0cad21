"""The files under which the sound of published episodes is known to podcast apps."""

from __future__ import annotations

from pipeline.model.artifact import Blob, Manifest
from pipeline.model.media import Sound

Identity = tuple[str, str, str]
"""`podcast:guid` of the show, GUID of the episode, digest of its sound before it was tagged."""


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
