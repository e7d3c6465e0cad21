"""What the cache holds of which work; what goes because nobody used it, or because it is spoiled."""

from __future__ import annotations

import time

from pipeline.jobs import Job, Made, Task
from pipeline.jobs.cache import Cache
from pipeline.jobs.here import Here
from pipeline.jobs.run import Runner
from pipeline.jobs.stock import NOTES, WRITTEN, Part, Stock
from pipeline.model.artifact import sha256
from pipeline.stores.sealed import Sealed
from tests.support.memory_store import MemoryStore
from tests.support.twins import MemoryWorkspace, Twin

MONTH = 40 * 86_400


def runner(store: MemoryStore) -> Runner:
    def twice(task: Task) -> Made:
        return Made(files={"out": 2 * str(task.params["text"]).encode()})

    cache, inline = Cache(store), Here()
    return Runner({"twice": Twin(twice)}, cache, MemoryWorkspace(cache.read), lambda: inline)


def job(text: str) -> Job:
    return Job("twice", text, params={"text": text})


def age(store: MemoryStore) -> None:
    """Let a month pass."""
    store.used = {key: used - MONTH for key, used in store.used.items()}


def test_it_is_told_by_the_work_that_made_it() -> None:
    store = MemoryStore()
    run = runner(store)
    run.run([job("abc"), job("defgh")])
    run.cache.put(b"a page")
    parts = {part.work: part for part in Stock(store).parts(30)}
    assert parts["twice"] == Part("twice", 2, 16, 0)
    assert parts[WRITTEN] == Part(WRITTEN, 1, 6, 0)
    assert parts[NOTES].count == 4
    assert Stock(MemoryStore()).parts(30) == ()


def test_what_builds_use_stays_with_all_it_rests_on() -> None:
    store = MemoryStore()
    runner(store).run([job("used"), job("idle")])
    runner(store).cache.put(b"used page")
    runner(store).cache.put(b"idle page")
    age(store)
    again = runner(store)
    (kept,) = again.run([job("used")])
    again.cache.put(b"used page")
    (idle,) = (part for part in Stock(store).parts(30) if part.work == WRITTEN)
    assert idle.idle == len(b"idle page")
    assert Stock(store).prune(30).count == 4, "record, last description and blob of the idle job, and a page"
    assert again.cache.read(kept.outputs["out"]) == b"usedused"
    assert again.cache.latest("used", "twice") is not None
    assert again.cache.latest("idle", "twice") is None
    assert {part.work: part.count for part in Stock(store).parts(30)} == {"twice": 1, WRITTEN: 1, NOTES: 2}


def test_a_build_tidies_once_a_day() -> None:
    store = MemoryStore()
    cache = Cache(store)
    cache.tidy(30)
    idle = cache.put(b"idle")
    store.used[cache.key(idle)] = time.time() - MONTH
    cache.tidy(30)
    assert cache.has(idle)
    store.used["memory/tidied"] -= 86_400
    cache.tidy(30)
    assert not cache.has(idle)


def test_all_that_is_spoiled_is_found_and_removed() -> None:
    store = MemoryStore()
    runner(store).run([job("abc")])
    Cache(store).tidy(30)
    assert Stock(store).verify() == ()
    spoiled = tuple(key for key, value in sorted(store.values.items()) if value)
    for key in spoiled:
        store.values[key] = store.values[key][:-1] + b"#"
    assert Stock(store).verify() == spoiled
    assert runner(store).run([job("abc")])[0].outputs["out"].digest == sha256(b"abcabc")


def test_a_note_that_another_version_wrote_is_none() -> None:
    store = MemoryStore()
    runner(store).run([job("used")])
    (note,) = (key for key in store.keys("latest/"))
    for other in (b'{"inputs":{}}', b"../" * 90, b"\xff"):
        Sealed(store).write(note, (other,))
        assert Cache(store).latest("used", "twice") is None
