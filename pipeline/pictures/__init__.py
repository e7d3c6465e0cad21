"""Pictures: the sizes in which pages show them, and the artwork that directories and tags take.

`images` and `artworks` describe the work; `shown` and `artwork` read what came of it, `addresses` says where it will
lie, `pieces` and `artwork_pieces` are what is published.
"""

from pipeline.pictures.artwork import artwork, artwork_pieces, artworks
from pipeline.pictures.sizes import addresses, images, pieces, shown

__all__ = ["addresses", "artwork", "artwork_pieces", "artworks", "images", "pieces", "shown"]
