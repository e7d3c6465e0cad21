"""A show that opens otherwise does so in its new episodes: what listeners have stays, until somebody says so."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pipeline import flow, publishing, purge
from pipeline.cli import planned
from pipeline.doing import ContentProblems
from pipeline.model.artifact import Plan
from pipeline.purge import Asked
from tests.promises.test_taken_back import Place, publish
from tests.support.library import tone
from tests.support.memory_store import MemoryStore
from tests.support.memory_target import MemoryTarget
from tests.withdrawal.test_taken import EPISODE, SHOW, files

SECOND, INTRO = EPISODE.replace("first", "second"), "content/podcasts/talks/opening.wav"


def sounds(plan: Plan) -> dict[str, str]:
    return {one.path: one.sound for one in plan.manifest.episodes}


def published(where: Place, *remaster: str) -> Plan:
    world = replace(where.world(), remaster=frozenset(remaster))
    flow.build(world)
    plan = publishing.plan(world)
    assert plan is not None and not plan.refusals
    publishing.sync(world, plan)
    return plan


def opened() -> tuple[Place, Plan]:
    """A show with an intro, which its first episode was published without; and what was published last."""
    where = Place(files() | {INTRO: tone(0.5)}, MemoryStore(), MemoryTarget())
    publish(where.world())
    where.source[SHOW] += b"audio:\n  intro: {file: opening.wav, words: You hear Talks.}\n"
    second = where.source[EPISODE].replace(b"The first talk", b"The second talk").replace(b"first.wav", b"second.wav")
    where.source[SECOND] = second.replace(b"0e4f7c0a", b"1e4f7c0a").replace(b"number: 1", b"number: 2")
    where.source[SECOND.replace(".md", ".wav")] = tone(0.2)
    return where, published(where)


def test_new_episodes_have_the_intro_and_published_ones_stay() -> None:
    where, plan = opened()
    assert plan.enclosures_replaced == 0 and plan.manifest.standing == (EPISODE,)
    (line,) = planned.standing(plan)
    assert line.startswith("1 published episode keeps its beginning and end, which new episodes have otherwise; ")
    assert line.endswith("`--remaster content/podcasts/talks/show.yml` makes them anew")
    vtt = {path: data for path, data in where.target.public.items() if path.endswith(".vtt")}
    (new,) = (data for path, data in vtt.items() if "/second-" in path)
    (old,) = (data for path, data in vtt.items() if "/first-" in path)
    assert b"00:00:00.000 --> 00:00:03.000\nYou hear Talks." in new and b"00:00:03.000 --> 00:00:05.000" in new
    assert b"You hear Talks" not in old and b"00:00:00.000 --> 00:00:02.000" in old
    (marks,) = (data for path, data in where.target.public.items() if "/second-" in path and "chapters" in path)
    assert [one["startTime"] for one in json.loads(marks)["chapters"]] == [0, 5]
    where.source[INTRO] = tone(0.3)  # another one under its name
    again = published(where)
    assert sounds(again) == sounds(plan) and again.manifest.standing == (EPISODE, SECOND)
    where.source[SHOW] = where.source[SHOW].partition(b"audio:")[0]
    del where.source[INTRO]
    assert sounds(published(where)) == sounds(plan), "it opens with nothing, and what opened otherwise stays"
    fresh = Place(where.source, MemoryStore(), where.target)
    assert sounds(published(fresh)) == sounds(plan), "another machine knows no more than the target"


def test_what_an_episode_says_itself_holds_at_once() -> None:
    where, plan = opened()
    said = b"audio: {file: second.wav, intro: no}"
    where.source[SECOND] = where.source[SECOND].replace(b"audio: second.wav", said)
    again = published(where)
    assert again.enclosures_replaced == 1 and again.manifest.standing == (EPISODE,)
    assert sounds(again)[EPISODE] == sounds(plan)[EPISODE] and sounds(again)[SECOND] != sounds(plan)[SECOND]


def test_what_gets_new_sound_for_another_reason_opens_as_its_show_does_by_now() -> None:
    where, _ = opened()
    where.source[EPISODE.replace(".md", ".wav")] = tone(0.4)
    again = published(where)
    assert again.enclosures_replaced == 1 and again.manifest.standing == ()


def test_somebody_asks_for_it() -> None:
    where, _ = opened()
    asked = published(where, SHOW)
    assert asked.enclosures_replaced == 1 and asked.manifest.standing == ()
    assert sounds(published(where)) == sounds(asked), "and so it stays"
    with pytest.raises(ContentProblems) as caught:
        published(where, "content/podcasts/talks/none.md")
    (problem,) = caught.value.problems
    assert (problem.message, problem.hint) == (
        "no episode that is public stands in this file",
        "give `--remaster` the path of one",
    )


def test_an_intro_that_is_taken_back_is_heard_nowhere() -> None:
    where, plan = opened()
    where.source[SHOW] = where.source[SHOW].partition(b"audio:")[0]
    published(where)
    seen = purge.outlook(where.world(), Asked(INTRO))
    assert seen.possible and seen.plan and seen.plan.enclosures_replaced == 1, seen.problems
    world = purge.begin(where.world(), seen)
    publish(world)
    (second,) = (one.sound for one in where.target.state().manifest.episodes if one.path == SECOND)  # type: ignore[union-attr]
    assert second != sounds(plan)[SECOND]
    assert sounds(plan)[SECOND] not in str(where.left)
