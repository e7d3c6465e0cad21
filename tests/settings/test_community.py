"""The section `[community]`: what is wrong in it is said with its line and its remedy."""

from __future__ import annotations

from importlib import resources

import pytest

from pipeline.cli import diagnosis
from pipeline.settings import CommunitySettings, load

SITE = '[site]\nurl = "https://library.example/"\ntitle = "A library"\n'
CHAT = '[community.chat]\nlink = "https://chat.example/"\n'
STARTER = "content/starter/pipeline.toml"


def read(section: str) -> CommunitySettings:
    settings, problems = load(SITE + section)
    assert settings is not None and settings.community is not None, problems
    return settings.community


def test_what_is_named_is_offered_in_one_order() -> None:
    community = read(
        '[community]\ncontact = "mailto:a@x.example"\nforum = "https://f.example/"\ntalk = "/content/pages/talk.md"\n'
        f'{CHAT}hours = "24 hours"\n'
        '[community.social]\nbluesky = "https://b.example/library"\nmastodon = "https://m.example/@library"\n'
    )
    assert list(community.links) == ["talk", "chat", "forum", "contact"]
    assert list(community.accounts) == ["mastodon", "bluesky"]


@pytest.mark.parametrize(
    ("section", "line", "message", "hint"),
    [
        ('[community]\nforum = "http://x.example/"', 5, "others on the way can read", "begin it with `https://`"),
        ('[community]\ncontact = "a@x.example"', 5, "does not say that it is a mail", "write `mailto:a@x.example`"),
        ('[community]\ndonate = "give.md"', 5, "neither an address nor a page of the library", "content/pages/"),
        ('[community]\ndonate = "https://"', 5, "neither an address nor a page of the library", "write `https://…`"),
        (
            '[community]\nforums = "https://x.example/"',
            5,
            "unknown setting `community.forums`",
            "write `forum`",
        ),
        ('[community]\nchat = "https://x.example/"', 5, "does not say all", "write a table `[community.chat]`"),
        (CHAT, 4, "the setting `community.chat.hours` is missing", "add `hours = …` below `[community.chat]`"),
        (f'{CHAT}hours = "evenings"', 6, "the hours `evenings` can't be read: `evenings` has no hour", "`24 hours`"),
        (f'{CHAT}hours = "24 hours"\ntimezone = "Berlin"', 7, "`Berlin` is not a time zone", "`Europe/Berlin`"),
        ('[community.social]\nmastadon = "https://x.example/@a"', 5, "unknown setting", "did you mean `mastodon`?"),
        (
            *('[community.social]\nmastodon = "@library@social.example"', 5),
            *("`@library@social.example` is not the address of an account", "`https://social.example/@library`"),
        ),
        ('[community.social]\nmastodon = "library"', 5, "is not the address of an account", "from the browser"),
        ('[community.social]\nmastodon = "http://x.example/@a"', 5, "others on the way", "begin it with `https://`"),
    ],
)
def test_what_is_wrong_has_a_place_a_cause_and_a_remedy(section: str, line: int, message: str, hint: str) -> None:
    settings, (problem,) = load(SITE + section)
    assert settings is None
    assert (problem.place.line, problem.code) == (line, "bad-settings")
    assert message in problem.message and hint in problem.hint


def test_what_a_new_library_has_to_uncomment_is_right() -> None:
    text = (resources.files("pipeline") / STARTER).read_text(encoding="utf-8")
    begin = text.index("# [community]")
    block = text[begin:].split("\n\n[")[0]
    settings, problems = load(text.replace(block, "\n".join(line.removeprefix("# ") for line in block.splitlines())))
    assert settings is not None and settings.community is not None, problems
    assert {"chat", "forum", "volunteer", "contact"} <= settings.community.links.keys()


def test_the_doctor_says_what_readers_are_offered() -> None:
    settings, _ = load(f'{SITE}{CHAT}hours = "24 hours"\n[community.social]\nmastodon = "https://m.example/@library"')
    assert settings is not None
    told = diagnosis.in_words(diagnosis.community(settings))
    assert "community       pages lead to chat (24 hours), Mastodon" in told
