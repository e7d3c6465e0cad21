"""Targets of previews: which can't be, and what they are made from."""

from __future__ import annotations

import pytest

from pipeline.cli.takenback import beyond
from pipeline.model.tree import Tree
from pipeline.purge import Asked, Outlook
from pipeline.release.bucket.previews import within
from pipeline.settings import Settings, load
from pipeline.settings.targets import is_preview_name
from pipeline.withdrawal.taken import Taken

SITE = '[site]\nurl = "https://l.example/"\ntitle = "L"\n\n'
LIVE = '[targets.public]\ntype = "s3"\nbucket = "b"\nprefix = "l"\n\n'
PREVIEWS = (
    '[targets.previews]\ntype = "s3"\nbucket = "b"\nprefix = "p"\nbase_url = "https://p.example/"\npreview = true\n'
)


def loaded(text: str) -> Settings:
    settings, problems = load(text)
    assert settings is not None, problems
    return settings


@pytest.mark.parametrize("name", ["pr-12", "a", "0", "x" * 40, "pr--1"])
def test_names_of_previews(name: str) -> None:
    assert is_preview_name(name)


@pytest.mark.parametrize(
    "name", ["", "-", "PR-1", "pr_1", "pr/1", "..", "_media", "pr-", "-pr", "x" * 41, "é", "²", "a b"]
)
def test_what_is_no_name_of_a_preview(name: str) -> None:
    assert not is_preview_name(name)


def test_a_preview_has_place_address_and_state_of_its_own_below_those_of_its_target() -> None:
    one = within(loaded(SITE + LIVE + PREVIEWS).targets["previews"], "pr-1")
    assert (one.prefix, one.base_url, one.state) == ("p/pr-1", "https://p.example/pr-1/", "s3://b/.p/state/pr-1")
    other = within(loaded(SITE + LIVE + PREVIEWS + 'state = "s3://c/d"\n').targets["previews"], "pr-1")
    assert other.state == "s3://c/d/pr-1"


def test_previews_show_the_sound_of_what_is_at_home_unless_they_say_of_what() -> None:
    mirror = '[targets.mirror]\npath = "m"\nbase_url = "https://m.example/"\n'
    assert loaded(SITE + LIVE + mirror + PREVIEWS).live("previews") == "public"
    assert loaded(SITE + LIVE + mirror + PREVIEWS + 'live = "mirror"\n').live("previews") == "mirror"
    alone = 'default_target = "mirror"\n' + SITE + mirror + PREVIEWS
    assert loaded(alone).live("previews") == ""


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            PREVIEWS.replace('base_url = "https://p.example/"\n', ""),
            "previews need an address of their own",
            'add `base_url = "https://previews.example/"`, best with a host of its own',
        ),
        (
            PREVIEWS.replace('prefix = "p"', 'state = "s3://c/d"'),
            "previews are removed whole, so they need a place that holds nothing else",
            'add `prefix = "previews"`',
        ),
        (
            PREVIEWS.replace('prefix = "p"', 'prefix = "l/p"'),
            "previews are removed whole, and `public` lies in the same place",
            "name a `prefix` that holds nothing else",
        ),
        (
            PREVIEWS + 'live = "publik"\n',
            "`publik` is no target whose sound previews could show",
            "did you mean `public`?",
        ),
        (
            PREVIEWS + "preview_days = 31\n",
            "previews would outlive the sound that they show: `public` keeps it for 30 days (`retain_days`)",
            "write at most `preview_days = 30`",
        ),
        (
            PREVIEWS.replace("preview = true", 'live = "public"'),
            "only previews have a `live` target",
            "write `preview = true`, or remove it",
        ),
    ],
)
def test_previews_that_cant_be(text: str, message: str, hint: str) -> None:
    settings, problems = load(SITE + LIVE + text)
    assert settings is None
    assert (message, hint) in [(problem.message, problem.hint) for problem in problems]


def test_what_is_taken_back_is_told_to_go_from_previews_as_a_whole() -> None:
    settings = loaded('default_target = "public"\n' + SITE + LIVE + PREVIEWS)
    nothing = Outlook(Asked("sam"), Taken({}, (), {}, ()), Tree({}), (), (), (), None, frozenset())
    said = dict(beyond(nothing, settings, "public"))
    assert "`pipeline preview --target previews --remove-all`" in said["previews"]
    assert "other targets" not in said
