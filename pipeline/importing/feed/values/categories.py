"""Categories of shows: Apple's of today, and what earlier ones became."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.formats import category

_FORMER: Final[Mapping[str, str]] = {
    "arts > literature": "Arts > Books",
    "business > business news": "News > Business News",
    "business > management & marketing": "Business > Management",
    "business > shopping": "Business",
    "education > education technology": "Education",
    "education > educational technology": "Education",
    "education > higher education": "Education > Courses",
    "education > k-12": "Education for Kids",
    "education > training": "Education > How To",
    "games & hobbies": "Leisure",
    "games & hobbies > other games": "Leisure > Games",
    "government & organizations": "Government",
    "government & organizations > non-profit": "Business > Non-Profit",
    "health": "Health & Fitness",
    "health > fitness & nutrition": "Health & Fitness > Fitness",
    "health > self-help": "Education > Self-Improvement",
    "health > alternative health": "Health & Fitness > Alternative Health",
    "health > sexuality": "Health & Fitness > Sexuality",
    "kids & family > family": "Kids & Family > Parenting",
    "news & politics": "News > Politics",
    "science & medicine": "Science",
    "science & medicine > medicine": "Health & Fitness > Medicine",
    "science & medicine > natural sciences": "Science > Natural Sciences",
    "science & medicine > social sciences": "Science > Social Sciences",
    "society & culture > history": "History",
    "sports & recreation": "Sports",
    "sports & recreation > outdoor": "Sports > Wilderness",
    "technology > gadgets": "Technology",
    "technology > podcasting": "Technology",
    "technology > software how-to": "Technology",
    "technology > tech news": "News > Tech News",
    "self-help": "Education > Self-Improvement",
    "family": "Kids & Family",
}
"""Apple's categories before 2019 → those that took their place."""


def today(outer: str, inner: str = "") -> tuple[str, bool]:
    """Apple's category of today, and whether it is the very one; "" where nothing tells which it became."""
    whole = f"{outer}{category.BETWEEN}{inner}" if inner else outer
    if found := category.canonical(whole):
        return found, True
    plain = category.BETWEEN.join(" ".join(part.casefold().split()) for part in (outer, inner) if part)
    former = _FORMER.get(plain) or _inside(inner) or _FORMER.get(plain.partition(category.BETWEEN)[0], "")
    return category.canonical(former) or _inside(former or outer) or category.canonical(outer), False


def _inside(name: str) -> str:
    """The subcategory of exactly this name, with the one that it is part of; "" where there is none."""
    found = category.near(name)
    return found if category.parts(found)[1].casefold() == " ".join(name.casefold().split()) else ""
