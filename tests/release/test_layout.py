"""How a release lies in a bucket: keys, what the store is told, the place of the state, and the rights. Pure."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from pipeline.model.artifact import Artifact, sha256
from pipeline.release.bucket import layout


@pytest.mark.parametrize("prefix", ["sites/library", "/sites/library", "sites/library/", "/sites/library/"])
def test_a_prefix_has_one_spelling(prefix: str) -> None:
    assert layout.normal(prefix) == "sites/library/"
    assert (layout.normal(""), layout.normal("/")) == ("", "")


@pytest.mark.parametrize(
    ("path", "website", "exact"),
    [
        ("a/index.html", ("p/a/index.html",), ("p/a/index.html", "p/a/")),
        ("index.html", ("p/index.html",), ("p/index.html", "p/")),
        ("404.html", ("p/404.html",), ("p/404.html",)),
        ("myindex.html", ("p/myindex.html",), ("p/myindex.html",)),
        ("feed.xml", ("p/feed.xml",), ("p/feed.xml",)),
    ],
)
def test_where_keys_alone_count_a_page_lies_under_its_directory_too(
    path: str, website: tuple[str, ...], exact: tuple[str, ...]
) -> None:
    assert layout.keys("p/", path, exact=False) == website
    assert layout.keys("p/", path, exact=True) == exact


def test_an_address_that_is_spoken_leads_to_the_page() -> None:
    spoken = {
        path: layout.spoken("p/", path) for path in ("a/index.html", "a/b c/index.html", "index.html", "a/feed.xml")
    }
    assert spoken == {"a/index.html": "p/a", "a/b c/index.html": "p/a/b c", "index.html": "", "a/feed.xml": ""}
    page = Artifact("a/b c:1/index.html", "00", 1, {"cache-control": "no-cache", "location": "https://l.example/"})
    found, data = layout.lead(page)
    assert found == Artifact("a/b c:1", sha256(data), len(data), {"cache-control": "no-cache"})
    for tag in ('<link rel="canonical" href="./b%20c%3A1/">', 'content="0; url=./b%20c%3A1/"', "<title>b c:1</title>"):
        assert tag in data.decode()
    assert b"<b>" not in layout.lead(Artifact("<b>/index.html", "00", 1))[1]


def test_all_keys_of_a_page_are_known_whatever_the_index_was() -> None:
    kinds = [layout.every("p/", "a/index.html", sort) for sort in (0, 1, 3, 5, 7)]
    plain, slashed, spoken = (("p/a/index.html", "p/a/", "p/a")[:count] for count in (1, 2, 3))
    assert kinds == [plain, slashed, spoken, slashed, spoken]
    assert layout.every("p/", "index.html", 7) == ("p/index.html", "p/")
    assert layout.every("p/", "feed.xml", 7) == ("p/feed.xml",)


@pytest.mark.parametrize(
    ("before", "website", "exact"),
    [(0, set(), {"index.html", "a/index.html"}), (1, {"index.html", "a/index.html"}, {"a/index.html"})]
    + [(before, {"index.html", "a/index.html"}, set()) for before in (5, 7)],
)
def test_pages_move_when_the_index_changes(before: int, website: set[str], exact: set[str]) -> None:
    paths = ("index.html", "a/index.html", "feed.xml", "404.html")
    assert {path for path in paths if layout.has_moved(path, before, exact=False)} == website
    assert {path for path in paths if layout.has_moved(path, before, exact=True)} == exact


def test_no_key_is_empty() -> None:
    assert layout.keys("", "index.html", exact=True) == ("index.html",)
    assert layout.keys("", "a/index.html", exact=True) == ("a/index.html", "a/")


def test_a_store_is_told_type_cache_digest_and_where_a_page_leads() -> None:
    given = {"content-type": "text/html", "cache-control": "no-cache", "location": "https://l.example/new/"}
    told = {"ContentType": "text/html", "Metadata": {"sha256": "00"}, "CacheControl": "no-cache"}
    artifact = Artifact("a/index.html", "00", 1, given)
    assert layout.arguments(artifact, website=False) == told
    assert layout.arguments(artifact, website=True) == {**told, "WebsiteRedirectLocation": "https://l.example/new/"}
    assert layout.arguments(Artifact("a", "00", 1), website=True) == {
        "ContentType": "application/octet-stream",
        "Metadata": {"sha256": "00"},
    }


def test_a_checksum_is_the_digest_as_s3_writes_it() -> None:
    assert layout.checksum(sha256(b"one")) == base64.b64encode(hashlib.sha256(b"one").digest()).decode()


@pytest.mark.parametrize(
    ("prefix", "state", "place"),
    [
        ("sites/library", "", ("b", "sites/.library/state/")),
        ("library/", "", ("b", ".library/state/")),
        ("a/b/c", "", ("b", "a/b/.c/state/")),
        ("site", "private/state", ("b", "private/state/")),
        ("", "s3://other", ("other", "")),
        ("", "s3://other/some/where/", ("other", "some/where/")),
        ("site", "s3://b/private", ("b", "private/")),
        ("site", "site2", ("b", "site2/")),
    ],
)
def test_the_state_lies_beside_what_is_public(prefix: str, state: str, place: tuple[str, str]) -> None:
    assert layout.state_place("b", prefix, state) == place


@pytest.mark.parametrize(
    ("prefix", "state", "why"),
    [
        ("", "", "a bucket that is public as a whole has no place for the state"),
        ("", "state", "the state would lie in what is public"),
        ("site", "site", "the state would lie in what is public"),
        ("site", "site/state", "the state would lie in what is public"),
        ("site/public", "site", "the state would lie in what is public"),
        ("site", "s3://b/site/state", "the state would lie in what is public"),
        ("site", "s3://b", "the state would lie in what is public"),
    ],
)
def test_a_state_in_what_is_public_is_refused(prefix: str, state: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        layout.state_place("b", prefix, state)


def test_the_policy_names_both_places_and_no_more() -> None:
    text = layout.policy("public", "site/", "private", "state/", layout.sources_place("state/"))
    objects, lists = json.loads(text)["Statement"]
    places = ["public/site/*", "private/state/*", "private/sources/*"]
    assert objects["Resource"] == [f"arn:aws:s3:::{place}" for place in places]
    assert lists["Resource"] == ["arn:aws:s3:::private", "arn:aws:s3:::public"]
    assert json.loads(layout.policy("one", "a/", "one", "b/"))["Statement"][1]["Resource"] == ["arn:aws:s3:::one"]
    own = json.loads(layout.policy("a", "b/", "c", "d/", layout.sources_place("d/")))["Statement"][0]["Resource"]
    assert own == ["arn:aws:s3:::a/b/*", "arn:aws:s3:::c/d/*"]
    assert not {action for one in (objects, lists) for action in one["Action"] if "*" in action}
    assert text.startswith('{\n  "Version"') and text.endswith("}\n")
