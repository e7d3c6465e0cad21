"""Pictures: the sizes in which pages show them, the artwork that directories and tags take, and pictures of chapters.

`images`, `artworks` and `chapter_pictures` describe the work; `shown`, `artwork` and `chapters` read what came of it,
`addresses` says where it will lie, `pieces` and `artwork_pieces` are what is published.
"""

from pipeline.pictures.artwork import artwork, artwork_pieces, artworks, chapter_pictures, chapters
from pipeline.pictures.sizes import addresses, images, pieces, shown

__all__ = [
    "addresses",
    "artwork",
    "artwork_pieces",
    "artworks",
    "chapter_pictures",
    "chapters",
    "images",
    "pieces",
    "shown",
]
