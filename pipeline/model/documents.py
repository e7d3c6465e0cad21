"""Documents: files that texts lead to, and that readers take away. What each is, the ending of its name tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.model.tree import suffix

SORTS: Final[Mapping[str, str]] = {
    ".pdf": "PDF",
    ".docx": "Word",
    ".xlsx": "Excel",
    ".pptx": "PowerPoint",
    ".odt": "ODT",
    ".ods": "ODS",
    ".odp": "ODP",
    ".epub": "EPUB",
    ".csv": "CSV",
    ".ics": "iCalendar",
    ".txt": "TXT",
    ".mp3": "MP3",
    ".m4a": "M4A",
    ".ogg": "Ogg",
    ".opus": "Opus",
    ".flac": "FLAC",
}
"""Endings of what a text may lead to → what readers are told that it is, in names that all languages share."""

_SAVE = "save it as PDF, or as {}, and link to that"
_PACKED = "unpack it, and link to each file that readers need"
_FILM = "put it where films are shown, and link to its address there"
UNFIT: Final[Mapping[str, str]] = {
    **dict.fromkeys((".doc", ".docm", ".dot", ".dotx", ".rtf", ".pages", ".wps"), _SAVE.format("`.docx`")),
    **dict.fromkeys((".xls", ".xlsm", ".xlsb", ".numbers"), _SAVE.format("`.xlsx`")),
    **dict.fromkeys((".ppt", ".pptm", ".pps", ".ppsx", ".key"), _SAVE.format("`.pptx`")),
    **dict.fromkeys((".zip", ".rar", ".7z", ".tar", ".gz", ".tgz"), _PACKED),
    **dict.fromkeys((".mp4", ".mov", ".webm", ".mkv", ".avi", ".wmv"), _FILM),
    **dict.fromkeys((".wav", ".aiff", ".aif", ".wma", ".aac"), "save it as `.mp3`, and link to that"),
}
"""Endings of what people link to and what is not published, since what programs wrote into it about people can't be
taken out → the remedy.
"""


def remedy(path: str) -> str:
    """What to do with a file to which a text leads and that is not published, by its name; "" of one that is."""
    ending = suffix(path)
    return "" if ending in SORTS else UNFIT.get(ending, "save it as PDF, and link to that")
