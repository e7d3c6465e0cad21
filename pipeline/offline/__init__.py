"""The library for where there is no line: copies of a build to carry, and what browsers may keep of it.

`Build` is what is copied: finished pages and the files that they show; nothing is laid out anew. `Stick` makes one
folder of it that opens from a stick, `Book` an EPUB of `Chapter`s. Both give `Member`s of an archive, which always has
the same bytes. `chapters` are the entries that a book holds, in its order. `kept` are the files by which browsers keep
pages for readers who ask for it.
"""

from __future__ import annotations

from pipeline.offline.book import Book, Chapter
from pipeline.offline.contents import chapters
from pipeline.offline.copy import Build, Member, is_sound
from pipeline.offline.keep import pieces as kept
from pipeline.offline.stick import Stick

__all__ = ["Book", "Build", "Chapter", "Member", "Stick", "chapters", "is_sound", "kept"]
