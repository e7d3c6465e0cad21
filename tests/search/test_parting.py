"""Pages in shards: all of them, none too large, and a new page touches one."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.search.parting import FULL, parted, place

ADDRESSES = st.sets(st.text("abc/é", min_size=1, max_size=6), max_size=60)
SIZES = st.integers(1, 8)


@given(ADDRESSES, SIZES)
def test_every_page_is_in_one_shard_and_no_shard_is_too_large(addresses: set[str], full: int) -> None:
    shards = parted(addresses, full)
    assert sorted(chain(*shards.values())) == sorted(addresses)
    assert all(1 <= len(shard) <= full for shard in shards.values())
    assert all(place(address).startswith(bits) for bits, shard in shards.items() for address in shard)


@given(ADDRESSES, SIZES, SIZES)
def test_the_order_of_pages_is_the_same_however_they_are_parted(addresses: set[str], one: int, other: int) -> None:
    assert [*chain(*parted(addresses, one).values())] == [*chain(*parted(addresses, other).values())]


@given(ADDRESSES.filter(bool), SIZES, st.data())
def test_a_new_page_changes_one_shard_or_parts_it(addresses: set[str], full: int, data: st.DataObject) -> None:
    new = data.draw(st.sampled_from(sorted(addresses)))
    before, after = parted(addresses - {new}, full), parted(addresses, full)
    changed = [bits for bits, shard in before.items() if after.get(bits) != shard]
    assert len(changed) <= 1
    touched = [bits for bits, shard in after.items() if before.get(bits) != shard]
    assert all(bits.startswith(changed[0]) for bits in touched) if changed else len(touched) == 1


@pytest.mark.parametrize(("pages", "shards"), [(0, 0), (1, 1), (30, 1), (FULL, 1), (5_000, 131)])
def test_a_library_has_as_many_shards_as_suit_it(pages: int, shards: int) -> None:
    assert len(parted(f"library/articles/{number}/" for number in range(pages))) == shards
