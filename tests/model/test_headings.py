"""The pages of all headings: one while that is enough, then by how titles begin."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from pipeline.model.entry import Entry
from pipeline.model.headings import headed
from pipeline.model.kinds.page import Page
from pipeline.model.library import Library
from pipeline.model.tree import Tree

DAY = datetime(2026, 1, 1, tzinfo=UTC)


def titles(*all_of_them: str) -> Library:
    """A library of pages with these titles."""
    written = cast("Any", None)  # nobody asks for their texts
    entries = (
        Entry("page", f"{n}.md", f"{n}/", DAY, Page(title=title, description="A page. " * 9, date=DAY), written)
        for n, title in enumerate(all_of_them)
    )
    return Library(cast("Any", None), Tree(), tuple(entries))


def shown(library: Library, full: int) -> dict[str, list[str]]:
    return {address: [one.fields.title for one in of] for address, of in headed(library, full).items()}


def test_all_stand_on_one_page_by_the_alphabet_as_people_read_it() -> None:
    library = titles("Émile", "about", "Zest", "“Ease”", "…")
    assert shown(library, 9) == {"headings/": ["…", "about", "“Ease”", "Émile", "Zest"]}


def test_what_is_too_long_is_parted_and_a_new_entry_changes_one_page() -> None:
    many = [f"The {word}" for word in ("bus", "boat", "road", "rail")] + ["Alone", "مساعدة"]
    before = shown(titles(*many), 3)
    assert {len(of) for of in before.values()} <= {1, 2, 3}
    assert sorted(title for of in before.values() for title in of) == sorted(many)
    assert before["headings/the-20b/"] == ["The boat", "The bus"] and before["headings/-645/"] == ["مساعدة"]
    after = shown(titles(*many, "The bridge"), 3)
    assert {address for address in after if after[address] != before.get(address)} == {"headings/the-20b/"}


def test_entries_of_one_title_are_not_parted_for_ever() -> None:
    assert shown(titles(*["Rest"] * 4), 3) == {"headings/rest/": ["Rest"] * 4}
