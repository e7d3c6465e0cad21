"""Apple's categories of podcasts and their subcategories (Apple Podcasts categories, in force since 2019).

Directories take these names letter by letter, in English, whatever the language of a show.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.problems import Known

CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": ("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        *("Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden"),
        "Video Games",
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        *("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News"),
        "Tech News",
    ),
    "Religion & Spirituality": ("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"),
    "Science": (
        *("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences", "Nature"),
        *("Physics", "Social Sciences"),
    ),
    "Society & Culture": ("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    "Sports": (
        *("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby", "Running"),
        *("Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling"),
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}
BETWEEN = " > "
"""Stands between a category and one of its subcategories, as editors write both."""

_WHOLE = {
    name.casefold(): name
    for outer, inner in CATEGORIES.items()
    for name in (outer, *(f"{outer}{BETWEEN}{one}" for one in inner))
}
_ALONE = {one.casefold(): f"{outer}{BETWEEN}{one}" for outer, inner in CATEGORIES.items() for one in inner}
_KNOWN = Known((*_WHOLE, *_ALONE))


def canonical(text: str) -> str:
    """The category as Apple writes it, whatever the letters' case and the spaces; empty for none of Apple's."""
    return _WHOLE.get(_plain(text), "")


def near(text: str) -> str:
    """The category that was meant, with the one that it is part of; empty where none is alike."""
    plain = _plain(text)
    meant = plain if plain in _ALONE else _KNOWN.did_you_mean(plain, remedy="{}")
    if not meant:
        outer, _, inner = plain.partition(BETWEEN)
        meant = next((name for name in (inner, outer) if name in _ALONE or name in _WHOLE), "")
    return _WHOLE.get(meant) or _ALONE.get(meant, "")


def parts(category: str) -> tuple[str, str]:
    """A category and its subcategory, which may be empty."""
    outer, _, inner = category.partition(BETWEEN)
    return outer, inner


def _plain(text: str) -> str:
    return BETWEEN.join(" ".join(part.split()) for part in text.casefold().split(">"))
