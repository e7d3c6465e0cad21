"""Cards: the picture of a page that other sites show beside a link to it.

`problems` looks at their look, `cards` describes one for each page, and `carded` gives it to them.
"""

from pipeline.cards.card import carded, cards, problems

__all__ = ["carded", "cards", "problems"]
