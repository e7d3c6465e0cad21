"""Jobs are done once, kept with their reason, and made again when their bytes went missing."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.jobs import Failure, Job, Made, Status, Task
from pipeline.jobs.cache import Cache, record_key
from pipeline.jobs.drivers.workspace import FolderWorkspace, Places
from pipeline.jobs.here import Here
from pipeline.jobs.job import key_of
from pipeline.jobs.run import Runner
from pipeline.model.artifact import Blob, sha256
from pipeline.release.drivers.records import Records
from pipeline.stores.directory import DirectoryStore
from pipeline.stores.packed import PackedStore


@dataclass
class Upper:
    recipe: int = 1
    durable: bool = True
    versions: Mapping[str, str] = field(default_factory=dict)
    done: int = 0

    def perform(self, task: Task) -> Made:
        self.done += 1
        text = Path(task.inputs["text"]).read_text(encoding="utf-8")
        if text == "no":
            raise Failure("it says no", "say yes")
        Path(task.scratch, "out.txt").write_text(text.upper() + task.params["end"], encoding="utf-8")
        return Made({"length": len(text)}, {"out": "out.txt"})


@dataclass
class House:
    root: Path
    upper: Upper = field(default_factory=Upper)
    published: Records | None = None
    kind: type[DirectoryStore | PackedStore] = PackedStore

    def __post_init__(self) -> None:
        self.store = self.kind(self.root / "cache")
        self.told: list[str] = []
        self.cache = Cache(self.store, self.published, self.told.append)

    def runner(self, **house: str) -> Runner:
        inline = Here()
        workspace = FolderWorkspace(
            self.root / "work",
            Places(lambda blob: self.store.locate(self.cache.key(blob)), self.cache.read),
            DirectoryStore(self.store.root),
        )
        return Runner({"upper": self.upper}, self.cache, workspace, lambda: inline, house=lambda: house)

    def job(self, text: str, **params: Any) -> Job:
        return Job("upper", "a.txt", {"text": self.cache.put(text.encode())}, {"end": "!", **params})


@pytest.fixture(params=[DirectoryStore, PackedStore])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> House:
    return House(tmp_path, kind=request.param)


def test_a_job_is_done_once(house: House) -> None:
    (first,) = house.runner().run([house.job("hello")])
    (second,) = house.runner().run([house.job("hello")])
    assert (first.status, second.status) == (Status.BUILT, Status.KEPT)
    assert house.cache.read(second.outputs["out"]) == b"HELLO!"
    assert second.facts == {"length": 5}
    assert house.upper.done == 1


def test_what_an_earlier_version_recorded_answers_until_it_is_asked_for_again(house: House) -> None:
    (before,) = house.runner().run([house.job("hello")])
    was = house.job("hello").description(1)
    house.upper.recipe = 2
    now = replace(house.job("hello", loud=True), formerly=(was,))
    runner = house.runner()
    (kept,) = runner.run([now])
    assert (kept.status, kept.outputs, house.upper.done) == (Status.KEPT, before.outputs, 1)
    assert runner.durable() == (key_of(was),) and not runner.to_do([now])
    runner.rebuild = frozenset({"upper"})
    (again,) = runner.run([now])
    assert (again.status, house.upper.done) == (Status.BUILT, 2)
    assert house.runner().durable() == () and key_of(house.runner().description(now)) != key_of(was)


def test_what_an_earlier_version_said_in_other_words_is_no_reason(house: House) -> None:
    house.runner().run([house.job("hello", end="!")])
    was = house.job("hello", end="?").description(1)
    (made,) = house.runner().run([replace(house.job("hello", end="?", bright=True), formerly=(was,))])
    assert made.reason == "`end` changed"


def test_bytes_of_an_earlier_version_that_are_gone_are_recorded_as_what_is_made_now(house: House) -> None:
    (before,) = house.runner().run([house.job("hello")])
    was = house.job("hello").description(1)
    house.upper.recipe = 2
    now = replace(house.job("hello", end="?"), formerly=(was,))
    runner = house.runner()
    (kept,) = runner.run([now])
    house.store.delete(house.cache.key(before.outputs["out"]))
    assert runner.ensure(kept.outputs.values()) == (before.outputs["out"].digest,)
    (made,) = house.runner().run([now])
    assert house.cache.read(made.outputs["out"]) == b"HELLO?"
    assert key_of(house.runner().description(now)) == key_of(now.description(2))


def test_what_stands_aside_reaches_the_work_and_makes_it_no_other(house: House) -> None:
    job = Job("upper", "a.txt", {"text": house.cache.put(b"hello")}, aside={"end": "!"})
    (first,) = house.runner().run([job])
    assert house.cache.read(first.outputs["out"]) == b"HELLO!"
    (second,) = house.runner().run([replace(job, aside={"end": "?"})])
    assert (second.status, second.outputs) == (Status.KEPT, first.outputs)


@pytest.mark.parametrize("rebuild", [False, True])
def test_what_several_ask_for_is_done_once(house: House, rebuild: bool) -> None:
    runner = house.runner()
    runner.rebuild = frozenset({"upper"} if rebuild else ())
    asked = [replace(house.job(text), subject=name) for name, text in (("a", "hello"), ("b", "hello"), ("c", "no"))]
    first, second, refused, too = runner.run([*asked, replace(asked[2], subject="d")])
    assert house.upper.done == 2
    assert (first.status, second.status) == (Status.BUILT, Status.KEPT)
    assert (second.outputs, second.facts, second.reason) == (first.outputs, first.facts, "the same as a")
    assert refused.failure and refused.failure == too.failure and too.job.subject == "d"
    (again,) = house.runner().run([replace(house.job("hello"), subject="b")])
    assert again.reason == "nothing changed"


def test_the_reason_says_what_changed(house: House) -> None:
    runner = house.runner()
    runner.run([house.job("hello")])
    assert runner.run([house.job("other")])[0].reason == "input `text` changed"
    assert runner.run([house.job("other", end="?")])[0].reason == "`end` changed"
    house.upper.recipe = 2
    assert runner.run([house.job("other", end="?")])[0].reason == "the recipe of `upper` changed"


def test_the_version_of_a_tool_does_not_touch_durable_work(house: House) -> None:
    house.runner().run([house.job("hello")])
    house.upper.versions = {"ffmpeg": "9"}
    assert house.runner().run([house.job("hello")])[0].status is Status.KEPT
    house.upper.durable = False
    assert house.runner().run([house.job("hello")])[0].status is Status.BUILT


def test_a_mended_line_of_ours_works_again_but_never_on_what_is_durable(house: House) -> None:
    house.runner(pipeline="1").run([house.job("hello")])
    assert house.runner(pipeline="2").run([house.job("hello")])[0].status is Status.KEPT
    house.upper.durable = False
    house.runner(pipeline="1").run([house.job("hello")])
    (again,) = house.runner(pipeline="2").run([house.job("hello")])
    assert (again.status, again.reason) == (Status.BUILT, "`pipeline` has another version")


def test_a_tool_that_is_gone_leaves_what_it_made(house: House) -> None:
    house.upper.durable = False
    house.upper.versions = {"pango": "1.50", "weasyprint": "70"}
    house.runner().run([house.job("hello")])
    house.upper.versions = {"pango": "", "weasyprint": "70"}
    assert house.runner().run([house.job("hello")])[0].status is Status.KEPT
    house.upper.versions = {"pango": "", "weasyprint": "71"}
    assert house.runner().run([house.job("hello")])[0].status is Status.BUILT


def test_versions_are_asked_for_once_a_run(house: House) -> None:
    asked: list[str] = []
    kept = Upper(durable=False)

    class Asking:
        recipe, durable, perform = 1, False, staticmethod(kept.perform)

        @property
        def versions(self) -> Mapping[str, str]:
            asked.append("versions")
            return {}

    runner = house.runner()
    runner.performers = {"upper": Asking()}
    runner.run([house.job(f"{n}") for n in range(50)])
    assert asked == ["versions"]


def test_a_failure_is_an_outcome(house: House) -> None:
    bad, good = house.runner().run([house.job("no"), house.job("yes")])
    assert bad.failure is not None
    assert bad.failure.message == "it says no"
    assert good.ok


def test_bytes_that_went_missing_are_made_again(house: House) -> None:
    runner = house.runner()
    (outcome,) = runner.run([house.job("hello")])
    house.store.delete(house.cache.key(outcome.outputs["out"]))
    assert runner.run([house.job("hello")])[0].status is Status.KEPT
    assert runner.ensure(outcome.outputs.values()) == ()
    assert house.cache.read(outcome.outputs["out"]) == b"HELLO!"


def test_bytes_that_can_not_be_had_are_a_failure_with_the_remedy(house: House) -> None:
    job = Job("upper", "big.wav", {"text": Blob("0" * 64, 3)}, {"end": ""})
    (outcome,) = house.runner().run([job])
    assert outcome.failure is not None
    assert "git lfs pull --include big.wav" in outcome.failure.hint


def test_a_fresh_machine_finds_durable_records_at_the_target(house: House, tmp_path: Path) -> None:
    runner = house.runner()
    (outcome,) = runner.run([house.job("hello")])
    target = Records(DirectoryStore(tmp_path / "state"), nullcontext)
    assert runner.publish(runner.durable(), target) == ()
    assert runner.durable() == (key_of(outcome.job.description(1)),)
    fresh = House(tmp_path / "fresh", published=target)
    (again,) = fresh.runner().run([fresh.job("hello")])
    assert again.status is Status.KEPT
    assert fresh.upper.done == 0


def test_a_blob_that_fails_its_digest_is_thrown_away(house: House) -> None:
    blob = house.cache.put(b"hello")
    house.store.write(house.cache.key(blob), (b"jello",))
    assert house.cache.read(blob) is None
    assert not house.cache.has(blob)


def test_an_input_that_was_spoiled_is_made_again(house: House) -> None:
    runner = house.runner()
    (first,) = runner.run([house.job("hello")])
    made = first.outputs["out"]
    house.store.write(house.cache.key(made), (b"JELLO!",))
    (second,) = runner.run([Job("upper", "b.txt", {"text": made}, {"end": "?"})])
    assert house.cache.read(second.outputs["out"]) == b"HELLO!?"
    assert house.cache.read(made) == b"HELLO!"
    assert house.told == [f"`{house.cache.key(made)}` in the cache is not what was written there: it was thrown away"]


def test_several_inputs_that_were_spoiled_are_made_again(house: House) -> None:
    runner = house.runner()
    outcomes = runner.run([house.job("one"), house.job("two")])
    made = [outcome.outputs["out"] for outcome in outcomes]
    for blob in made:
        house.store.write(house.cache.key(blob), (b"#",))
    both = Job("upper", "b.txt", {"text": made[0], "more": made[1]}, {"end": ""})
    assert runner.run([both])[0].ok
    assert [house.cache.read(blob) for blob in made] == [b"ONE!", b"TWO!"]


def test_a_file_that_changes_while_the_library_is_read_is_told_as_that(house: House, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"after")
    runner = house.runner()
    runner.workspace = FolderWorkspace(tmp_path / "work", Places(lambda _: tmp_path / "a.txt", house.cache.read))
    (outcome,) = runner.run([Job("upper", "a.txt", {"text": Blob(sha256(b"before"), 6)}, {"end": ""})])
    assert outcome.failure is not None
    assert outcome.failure.message == "its input `text` changed while the library was read"
    assert (outcome.failure.hint, outcome.failure.tool) == ("run it again", True)


def test_a_record_that_is_damaged_is_no_record(house: House) -> None:
    (outcome,) = house.runner().run([house.job("hello")])
    house.store.write(record_key(key_of(outcome.job.description(1))), (b"{",))
    assert house.runner().run([house.job("hello")])[0].status is Status.BUILT


def test_nothing_is_left_in_the_workspace(house: House) -> None:
    house.runner().run([house.job("hello"), house.job("no")])
    assert list((house.root / "work").iterdir()) == []


def test_bytes_from_elsewhere_are_kept_only_when_they_are_the_right_ones(house: House) -> None:
    blob = Blob(sha256(b"hello"), 5)
    assert not house.cache.restore(blob, [b"hel", b"p!"])
    assert not house.cache.has(blob)
    assert house.cache.restore(blob, [b"hel", b"lo"])
    assert house.cache.read(blob) == b"hello"


def test_a_published_record_is_asked_for_once_and_only_for_durable_work(house: House, tmp_path: Path) -> None:
    runner, target = house.runner(), Records(DirectoryStore(tmp_path / "state"), nullcontext)
    runner.run([house.job("hello")])
    runner.publish(runner.durable(), target)
    fresh = House(tmp_path / "fresh", published=target)
    fresh.upper.durable = False
    assert fresh.runner().run([fresh.job("hello")])[0].status is Status.BUILT, (
        "who made it might have another sanitiser"
    )
    other = House(tmp_path / "other", published=target)
    assert other.runner().run([other.job("hello")])[0].status is Status.KEPT
    alone = House(tmp_path / "other")
    assert alone.runner().run([alone.job("hello")])[0].status is Status.KEPT
