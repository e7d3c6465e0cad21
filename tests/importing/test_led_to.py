"""Files to which texts lead come along as documents; what no library publishes stays where it is, and is told."""

from __future__ import annotations

import pytest

from pipeline.content import load
from pipeline.importing.fetching import Got, Wanted, plan
from pipeline.importing.laying.arrange import Shelf, _Settled
from pipeline.importing.laying.compose import Composer, Ground
from pipeline.importing.laying.known import Addresses
from pipeline.importing.laying.placing import Places
from pipeline.importing.laying.terms import Filing
from pipeline.importing.laying.who import People
from pipeline.importing.source.found import Asset, Use
from pipeline.model.artifact import Blob
from pipeline.model.decisions import Decisions
from pipeline.model.tree import Tree
from pipeline.settings import load as load_settings
from pipeline.settings.limits import Limits
from tests.support.library import FILES

OLD = "https://old.example/files/"


def led_to(name: str, use: Use = "document", **more: bool) -> Asset:
    return Asset(OLD + name, OLD + name, use, name, **more)  # type: ignore[arg-type]  # `kept` alone


def settled(asset: Asset, kind: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The paths that files get, and what is told."""
    came = {one.asset.id: (one, Got(Blob("0" * 64, 9), kind)) for one in plan((asset,), "files", Limits())}
    one = _Settled(came, Places((), {}, {}), Shelf())
    losses = one.take((asset,), "content/library/articles/a.md")
    return {id_: brought.path for id_, brought in one.files.items()}, [(loss.kind, loss.what) for loss in losses]


def test_a_document_comes_along() -> None:
    (wanted,) = plan((led_to("plan.pdf"),), "files", Limits(document_bytes=7))
    assert (wanted.way, wanted.most, wanted.setting) == ("bring", 7, "document_bytes")
    paths, told = settled(led_to("plan.pdf"), "application/pdf")
    assert paths == {f"{OLD}plan.pdf": "content/library/articles/files/plan.pdf"}
    assert told == []


@pytest.mark.parametrize(
    ("asset", "kind", "told"),
    [
        (led_to("plan.doc"), "", ("file/doc", "save it as PDF, or as `.docx`, and link to that")),
        (led_to("all.zip"), "", ("file/zip", "unpack it, and link to each file that readers need")),
        (led_to("film.mp4", "video"), "", ("file/mp4", "put it where films are shown, and link to its address there")),
        (led_to("get"), "application/msword", ("file/other", "save it as PDF, or as `.docx`, and link to that")),
    ],
)
def test_what_is_not_published_stays_and_is_told(asset: Asset, kind: str, told: tuple[str, str]) -> None:
    assert bool(plan((asset,), "files", Limits())) == bool(kind), "what its name tells is not brought at all"
    assert settled(asset, kind) == ({}, [(told[0], f"{asset.url}: {told[1]}")])


def test_a_film_that_an_episode_names_is_none_of_these() -> None:
    assert [one.asset.name for one in plan((led_to("a.mp4", "video", kept=True),), "files", Limits())] == ["a.mp4"]
    assert isinstance(plan((led_to("a.mp4", "video", kept=True),), "files", Limits())[0], Wanted)


def test_a_link_to_a_file_that_stays_in_a_folder_leads_nowhere_and_to_the_web_where_it_led() -> None:
    settings, _ = load_settings(FILES["pipeline.toml"])
    assert settings is not None
    library, _ = load(Tree(), settings)
    ground = Ground(Decisions(), People({}, {}), Filing(Decisions(), {}, {}), library)
    composer, here = Composer(ground, {}, {}, Addresses()), "content/pages/about.md"
    assert composer.link("files/plan.doc", here) == ""
    assert composer.link(f"{OLD}plan.doc", here) == f"{OLD}plan.doc"
    assert composer.link("mailto:us@old.example", here) == "mailto:us@old.example"
