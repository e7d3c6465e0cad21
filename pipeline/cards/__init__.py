"""Cards: the picture of a page that other sites show beside a link to it.

`problems` looks at their look; `Cards` describes those that are to be drawn, and knows which still stand.
"""

from pipeline.cards.card import Cards, problems

__all__ = ["Cards", "problems"]
