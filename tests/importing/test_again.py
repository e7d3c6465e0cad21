"""A source is moved in again, from end to end: on a library in memory, with a reader and a network that are twins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from pipeline import moving
from pipeline.doing import ContentProblems
from pipeline.importing.fetching import Got, Missed, Wanted
from pipeline.importing.keeping.ledger import LEDGER
from pipeline.importing.source.found import Asset, Found, Item, Named, Term, Text
from pipeline.importing.telling.report import Report
from pipeline.model.artifact import Blob, sha256
from pipeline.model.tree import File
from pipeline.problems import Place, Problem
from pipeline.web import Fetched
from pipeline.world import World
from tests.support import twins
from tests.support.library import FILES, square

HOME = "https://old.example/"
FOLDER = "content/library/articles/"
PICTURE = Asset(f"{HOME}wave.png", f"{HOME}wave.png", "picture", "wave.png", "A wave")


@dataclass
class Network:
    """Gives pictures, or nothing while the line is down."""

    down: bool = False
    given: dict[str, bytes] = field(default_factory=dict)

    def bring(
        self, wanted: Iterable[Wanted], held: Collection[str] = (), come: object = None
    ) -> Iterator[tuple[Wanted, Got | Missed]]:
        for one in wanted:
            data = square(8) if one.asset.use == "picture" else b"ID3"
            self.given[sha256(data)] = data
            came = Got(Blob(sha256(data), len(data)), one.asset.type or "image/png", one.asset.url)
            yield one, Missed("nobody answers", "try again") if self.down else came

    def open(self, blob: Blob) -> Iterator[bytes]:
        yield self.given[blob.digest]

    def let_go(self, blob: Blob) -> None:
        del self.given[blob.digest]


class Nowhere:
    """The reader reads nothing."""

    named = (HOME,)

    def paths(self, named: str) -> Iterator[str]:
        return iter(())

    def size(self, path: str, within: str = "") -> int:
        return 0

    def read(self, where: str, within: str = "") -> Fetched:
        raise AssertionError(where)


def item(number: int, body: str = "The same words everywhere.", **said: Any) -> Item:
    fields = {
        "title": f"Wave {number}",
        "description": f"The wave of this number is {number}, and it rises, peaks and falls.",
        "date": f"2019-03-0{number}",
        "image": {"file": PICTURE, "alt": "A wave"},
    }
    place = Place("old.xml", number * 10)
    text = Text(f'<p>{body}</p><p><img src="{HOME}wave.png" alt="A wave"></p>', base=HOME, place=place)
    old = (f"{HOME}2019/wave-{number}/",)
    return Item(f"p-{number}", "article", place, fields | said, text, terms=(Term("Waves"),), old=old)


def moved(world: World, network: Network, items: Iterable[Item], decisions: str = "") -> Report:
    """What an import tells, after it wrote."""
    found = Found("old.example", tuple(items), (HOME,))
    files: Mapping[str, bytes] = world.source.files  # type: ignore[attr-defined]  # a twin's
    written = File("import.yml", "", len(decisions), decisions.encode()) if decisions else None
    given = moving.Given(files.get(LEDGER), written)
    planned = moving.plan(world, lambda *_: found, Nowhere(), network, given)
    moving.apply(world, planned, network)
    return planned.report


def test_an_import_is_run_again_and_again_while_people_work_on_what_came() -> None:
    shelf = {
        name: text.encode() for name, text in FILES.items() if name.startswith(("content/people", "content/topics"))
    }
    shelf |= {name: FILES[name].encode() for name in ("pipeline.toml", "content/audiences.yml", "theme/strings/en.yml")}
    world, network = twins.world(shelf), Network()
    files: dict[str, bytes] = world.source.files  # type: ignore[attr-defined]  # a twin's

    report = moved(world, network, map(item, (1, 2, 3, 4)))
    assert report.states() == {"new": 4}
    assert {path for path in files if path.startswith(FOLDER) and path.endswith(".md")} == {
        f"{FOLDER}wave-{n}.md" for n in (1, 2, 3, 4)
    }
    before = dict(files)
    assert moved(world, network, map(item, (1, 2, 3, 4))).states() == {"same": 4}
    assert files == before

    files[f"{FOLDER}wave-1.md"] = files[f"{FOLDER}wave-1.md"].replace(b"title: Wave 1", b"title: Ours # kept")
    files[f"{FOLDER}sea/renamed.md"] = files.pop(f"{FOLDER}wave-2.md")
    del files[f"{FOLDER}wave-3.md"]
    later = [replace(item(n), fields={**item(n).fields, "title": f"Later {n}"}) for n in (1, 2, 3)]
    network.down = True
    report = moved(world, network, later, "topics:\n  Wafes: []\n")
    assert report.states() == {"same": 1, "updated": 1, "gone": 1, "vanished": 1}
    assert [(one.path, one.untouched) for one in report.items if one.untouched] == [(f"{FOLDER}wave-1.md", ("title",))]
    renamed = files[f"{FOLDER}sea/renamed.md"].decode()
    assert "title: Later 2" in renamed
    assert renamed.count("../images/wave") == 2, "what does not answer now came before"
    assert files[f"{FOLDER}wave-4.md"] == before[f"{FOLDER}wave-4.md"]
    assert report.open == 0, "nothing is lost of it"
    assert [(one.message, one.hint) for one in report.problems] == [
        ("nothing in this source is called `Wafes`", "did you mean `Waves`?")
    ]

    network.down = False
    again = moved(world, network, map(item, (1, 2, 3, 4)))
    assert again.states() == {"same": 2, "updated": 1, "gone": 1}, "what had vanished is known again"


def test_what_people_moved_is_where_it_is_and_what_the_source_has_no_more_is_still_led_to() -> None:
    world, network = twins.world({name: text.encode() for name, text in FILES.items()}), Network()
    files: dict[str, bytes] = world.source.files  # type: ignore[attr-defined]  # a twin's
    third = item(3, f'<a href="{HOME}2019/wave-1/">One</a> and <a href="{HOME}2019/wave-2/">two</a>, and a wave.')
    moved(world, network, [item(1), item(2), third])
    for path in [path for path in files if path.startswith((f"{FOLDER}wave", f"{FOLDER}images"))]:
        files[f"{FOLDER}sea/{path.removeprefix(FOLDER)}"] = files.pop(path)
    before = dict(files)
    files[f"{FOLDER}one.md"] = files.pop(f"{FOLDER}sea/wave-1.md")

    moved(world, network, [item(2), replace(third, old=(f"{HOME}waves/three/",))])
    there = {path for path in files if path.startswith(FOLDER)}
    assert there == {path for path in before if path.startswith(FOLDER)} - {f"{FOLDER}sea/wave-1.md"} | {
        f"{FOLDER}one.md"
    }, "nothing comes twice"
    third_one = files[f"{FOLDER}sea/wave-3.md"].decode()
    assert "[One](../one.md) and [two](wave-2.md)" in third_one, "one is in the source no more"
    assert "  - /waves/three/\n  - /2019/wave-3/\n" in third_one, "an old address leads here for ever"
    assert "file: images/wave.png" in files[f"{FOLDER}sea/wave-2.md"].decode()

    other = Found("other", (replace(item(4, f'<a href="{HOME}2019/wave-2/">Two</a> waves.'), fields=third.fields),))
    planned = moving.plan(world, lambda *_: other, Nowhere(), network, moving.Given(files[LEDGER]))
    assert b"[Two](sea/wave-2.md)" in planned.entries[f"{FOLDER}wave-3.md"], "it came from another source"


def test_the_page_of_an_episode_is_that_episode_and_a_later_kind_moves_what_nobody_touched() -> None:
    world, network = twins.world({name: text.encode() for name, text in FILES.items()}), Network()
    files: dict[str, bytes] = world.source.files  # type: ignore[attr-defined]  # a twin's
    sound = Asset("s", f"{HOME}s.mp3", "sound", type="audio/mpeg", kept=True)
    talk = Item("urn:1", "episode", Place("feed"), {**item(1).fields, "guid": "urn:1", "audio": {"file": sound}})
    talk = replace(talk, within="show", old=(f"{HOME}?p=1",), body=item(1, f'<a href="{HOME}s.mp3">Get it</a>').body)
    show = Item("show", "show", Place("feed"), {"title": "Waves", "guid": "9b024349-ccf0-5f69-a609-6b82873eab3c"})
    guest = Named("Dr. Ana", "guest", as_guest=True)
    (note,) = moved(world, network, [show, replace(talk, fields={**talk.fields, "people": [guest]})]).notes
    assert note.startswith("Taking part by name, and nobody of `people.yml`: Dr. Ana. Where one is, ")
    path = "content/podcasts/talks/wave-1.md"
    assert b"[Get it](wave-1.md)" in files[path], "a recording is heard on the page of its episode"
    assert b"guid: urn:1\n" in files[path]

    posts = [replace(item(n), id=f"post {n}", old=(f"{HOME}?p={n}",)) for n in (1, 2, 3)]

    def again(kind: str) -> Report:
        made = Found("other", tuple(replace(one, kind=kind, fields={**one.fields, "guid": "x"}) for one in posts))
        planned = moving.plan(world, lambda *_: made, Nowhere(), network, moving.Given(files[LEDGER]))
        moving.apply(world, planned, network)
        return planned.report

    assert [one.path for one in again("article").items] == [path, f"{FOLDER}wave-2.md", f"{FOLDER}wave-3.md"]
    assert b"guid: urn:1\n" in files[path], "subscribers know it by that"
    files[f"{FOLDER}wave-3.md"] += b"More, by hand.\n"
    report = again("news")
    assert [one.path for one in report.items] == [path, "content/news/wave-2.md", f"{FOLDER}wave-3.md"]
    assert f"{FOLDER}wave-2.md" not in files
    assert files[f"{FOLDER}wave-3.md"].endswith(b"More, by hand.\n")
    assert report.notes[-1].endswith(f"their lines in `import.lock`: {FOLDER}wave-3.md")
    assert again("news").states() == {"same": 3}


class Killed(Exception):
    """The run is stopped."""


def test_a_run_that_is_stopped_at_any_write_is_gone_on_with_to_the_same_end(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = {name: text.encode() for name, text in FILES.items()}
    whole = twins.world(shelf)
    moved(whole, Network(), [item(1), item(2, authors=[Named("Jo T.")])])
    end, writes = whole.source.files, 0  # type: ignore[attr-defined]  # a twin's
    while True:
        world, left = twins.world(shelf), iter(range(writes))
        write = world.source.write

        def stopped(path: str, chunks: Iterable[bytes], write: Any = write, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise Killed
            write(path, chunks)

        monkeypatch.setattr(world.source, "write", stopped)
        try:
            moved(world, Network(), [item(1), item(2, authors=[Named("Jo T.")])])
            break
        except Killed:
            writes += 1
        monkeypatch.setattr(world.source, "write", write)
        moved(world, Network(), [item(1), item(2, authors=[Named("Jo T.")])])
        assert world.source.files == end, writes  # type: ignore[attr-defined]  # a twin's
    assert writes > 3


def test_a_picture_that_never_came_is_told_and_the_rest_comes() -> None:
    world, network = twins.world({name: text.encode() for name, text in FILES.items()}), Network(down=True)
    report = moved(world, network, [item(1)])
    assert report.states() == {"new": 1}
    assert [one.loss.kind for one in report.all_losses() if one.open] == ["fetch/failed"]
    files: dict[str, bytes] = world.source.files  # type: ignore[attr-defined]  # a twin's
    assert b"\nimage:" not in files[f"{FOLDER}wave-1.md"]


def test_nothing_is_brought_into_a_library_that_a_link_leads_out_of(monkeypatch: pytest.MonkeyPatch) -> None:
    world = twins.world({name: text.encode() for name, text in FILES.items()})
    tree, _ = world.source.tree()
    link = Problem(Place("content/podcasts"), "this is a symbolic link", "put the file itself here", "outside-library")
    monkeypatch.setattr(type(world.source), "tree", lambda _: (tree, (link,)))
    with pytest.raises(ContentProblems) as told:
        moved(world, Network(), [item(1)])
    assert told.value.problems == (link,)


@pytest.mark.parametrize("noted", ['["x"]', '{"old.example": "x"}', '{"old.example": {"p-1": "../../a.md"}}'])
def test_what_a_run_noted_leads_nowhere_else(noted: str) -> None:
    world = twins.world({name: text.encode() for name, text in FILES.items()})
    world.cache.memorise(moving.JOURNAL, noted.encode())
    assert [one.path for one in moved(world, Network(), [item(1)]).items] == [f"{FOLDER}wave-1.md"]
