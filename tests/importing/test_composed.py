"""Items become drafts: what a kind refuses stands aside, an address of this library leads to what is there, and a path
belongs to one thing.
"""

from __future__ import annotations

from typing import Any

from pipeline import settings
from pipeline.content import load
from pipeline.importing.deciding.decisions import Decisions
from pipeline.importing.keeping.draft import Draft
from pipeline.importing.laying.compose import Brought, Composer, Ground
from pipeline.importing.laying.fitting import fitted
from pipeline.importing.laying.known import Addresses, key
from pipeline.importing.laying.placing import Places
from pipeline.importing.laying.terms import Filing
from pipeline.importing.laying.who import People
from pipeline.importing.source.found import Asset, Item, Named, Term, Text
from pipeline.model.tree import File, Tree
from pipeline.problems import Place
from tests.support.library import FILES

OLD, OWN = "https://old.example/", "https://library.example/"
PLACE = Place("old.xml", 7)
ARTICLE = "content/library/articles/urges-pass.md"


def composed(*items: Item, decisions: Decisions = Decisions(), **files: Brought) -> tuple[dict[str, Draft], People]:  # noqa: B008
    """The drafts of items on the small library, by their ids."""
    given, _ = settings.load(FILES["pipeline.toml"])
    assert given is not None
    library, _ = load(Tree({path: File(path, "", 0, text.encode()) for path, text in FILES.items()}), given)
    people, places, where = People(library.people, decisions.people), Places(FILES, {}, {}), Addresses()
    paths = {item.id: places.entry(item) for item in items}
    for item in items:
        where.say(item.old, paths[item.id])
    ground = Ground(decisions, people, Filing(decisions, library.topics, library.audiences), library)
    composer = Composer(ground, paths, files, where)
    return {item.id: composer.draft(item) for item in items}, people


def article(id_: str = "1", body: str = "", *, old: tuple[str, ...] = (), **said: Any) -> Item:
    fields = {
        "title": f"Wave {id_}",
        "description": "A wave rises, peaks and falls, whoever looks.",
        "date": "2019-03-01",
    }
    terms = said.pop("terms", ())
    return Item(id_, "article", PLACE, {**fields, **said}, Text(body, base=OLD, place=PLACE), terms=terms, old=old)


def losses(draft: Draft) -> list[tuple[str, str, str]]:
    return [(loss.kind, loss.outcome, loss.what) for loss in draft.losses]


def test_what_a_field_refuses_stands_aside_by_itself() -> None:
    funding = [{"url": "https://a.example/"}, {"url": "mailto:a@a.example"}, {"text": "no address"}]
    made, told = fitted("page", {"title": "A", "mood": "calm", "funding": funding, "extra": {"own": 1}}, PLACE)
    assert made == {"title": "A", "extra": {"own": 1, "import": {"mood": "calm", "funding": funding}}}
    assert {(loss.kind, loss.outcome) for loss in told} == {("field/page.mood", "kept"), ("field/page.funding", "kept")}
    episode = {
        "title": "A" * 200,
        "description": "d" * 50,
        "date": "2019-03-01",
        "guid": "g",
        "audio": "a.mp3",
        "funding": funding,
    }
    made, told = fitted("episode", episode, PLACE)
    assert made["funding"] == funding[:1] and made["extra"]["import"] == {"funding": funding[1:]}
    assert len(made["title"]) == 150 and made["title"].endswith("…")
    assert [loss.outcome for loss in told] == ["changed", "kept", "kept"]


def test_links_of_the_old_site_lead_to_what_became_of_them() -> None:
    body = (
        '<p><a href="http://www.old.example/two?utm_source=x">two</a> '
        f'<a href="{OWN}library/articles/urges-pass/">w</a> '
        f'<a href="{OWN}gone/">gone</a> <a href="https://else.example/">else</a></p>'
    )
    drafts, _ = composed(article("1", body), article("2", old=(f"{OLD}two/",)))
    assert (drafts["1"].body or "").strip() == "[two](wave-2.md) [w](urges-pass.md) gone [else](https://else.example/)"
    assert ("link/nowhere", "dropped", f"{OWN}gone/") in losses(drafts["1"])


def test_addresses_in_fields_do_so_too() -> None:
    sources = [{"title": "Here", "url": f"{OWN}two"}, {"title": "Gone", "url": f"{OWN}gone/"}]
    drafts, _ = composed(article("1", sources=sources), article("2", old=(f"{OWN}two/",)))
    assert drafts["1"].fields["sources"] == [
        {"title": "Here", "url": f"{OWN}library/articles/wave-2/"},
        {"title": "Gone"},
    ]
    assert ("link/nowhere", "dropped", f"url: {OWN}gone/") in losses(drafts["1"])


def test_old_addresses_lead_here_each_to_one_entry() -> None:
    old = (
        f"{OLD}2019/wave/",
        f"{OLD}?p=12",
        OLD,
        f"{OLD}feed.xml",
        f"{OLD}caf%C3%A9.html",
        f"{OLD}people/bo/",
        f"{OLD}library/articles/wave-2",
        f"{OLD}2019/wave/index.html",
        f"{OLD}library/articles/wave-1/index.html",
        f"{OLD}index.html",
    )
    drafts, _ = composed(article("1", old=old), article("2", old=(f"{OLD}2019/wave",)))
    assert drafts["1"].fields["redirect_from"] == ["/2019/wave/", "/café.html"]
    assert "redirect_from" not in drafts["2"].fields
    assert drafts["1"].old == old


def test_people_are_known_by_their_names_and_whoever_signs_nothing_is_the_library() -> None:
    decisions = Decisions(people={"Dr. A. Lex": "alex"})
    signed = article("1", authors=[Named("dr. a. lex"), Named("ALEX"), Named("Bo Ek", bio=" Writes\nhere. ")])
    drafts, people = composed(signed, article("2"), decisions=decisions)
    assert drafts["1"].fields["authors"] == ["alex", "bo-ek"]
    assert people.new == {
        "bo-ek": {"name": "Bo Ek", "bio": "Writes here."},
        "a-small-library": {"name": "A small library"},
    }
    assert ("author/none", "changed", "a-small-library") in losses(drafts["2"])


def test_categories_are_topics_where_people_said_so_or_the_names_are_one() -> None:
    decisions = Decisions(topics={"Zen": ()})
    terms = (Term("Coping with urges"), Term("zen", "tag"), Term("Misc"))
    drafts, _ = composed(article("1", terms=terms), article("2"), decisions=decisions)
    assert drafts["1"].fields["topics"] == ["coping-with-urges"]
    assert drafts["1"].fields["extra"] == {"import": {"terms": ["Misc"]}}
    assert ("category/Misc", "kept", "Misc") in losses(drafts["1"])
    assert ("topics/none", "changed") in [one[:2] for one in losses(drafts["2"])]


def test_few_words_are_a_description_with_what_is_known() -> None:
    drafts, _ = composed(article("1", "<p>A tide table.</p>", description="", language="en"))
    assert drafts["1"].fields["description"] == "Wave 1 · A tide table. · A small library"
    assert "language" not in drafts["1"].fields, "it is that of the library"


def test_a_title_in_other_letters_is_called_as_its_old_address() -> None:
    places = Places((), {}, {})
    assert places.entry(article("1", old=(f"{OLD}?p=1", f"{OLD}2019/wellen.html"), title="Волны")).endswith(
        "/wellen.md"
    )
    assert places.entry(article("2", old=(f"{OLD}%D0%B2/",), title="Волны")).endswith("/article-d4735e3a.md")


def test_a_picture_that_did_not_come_takes_its_words_with_it() -> None:
    picture = Asset("p", f"{OLD}a.png", "picture", about="A wave")
    shown = {"file": picture, "alt": "A wave"}
    came = Brought("content/library/articles/images/a.png", "0" * 64)
    assert "image" not in composed(article("1", image=shown))[0]["1"].fields
    assert composed(article("1", image=shown), p=came)[0]["1"].fields["image"] == {
        "file": "images/a.png",
        "alt": "A wave",
    }


def test_the_addresses_of_one_thing_are_one() -> None:
    same = ("https://www.old.example/a/", "http://old.example/a", "https://old.example:443/a/index.html?utm_source=b#c")
    assert len({key(url) for url in same}) == 1
    assert key("https://old.example/?p=1") != key("https://old.example/?p=2")
    assert key("mailto:a@old.example") == "" == key("https://[")
    assert key("posts/a%20b.md#c") == key("./posts/a b.md")


def test_what_is_said_of_an_entry_opens_nothing_and_turns_no_letters_round() -> None:
    drafts, _ = composed(article("1", title="Wave\u202egpj", description="", date="", old=(f"{OLD}a?token=t#x",)))
    assert drafts["1"].fields["title"] == "Wavegpj"
    assert "token" not in drafts["1"].fields["description"]


def test_a_picture_is_none_where_an_entry_lies() -> None:
    drafts, _ = composed(article("1", f'<p><img src="{OLD}b.png" alt="B"></p>'), article("2", old=(f"{OLD}b.png",)))
    assert "![" not in (drafts["1"].body or "")


def test_nobody_is_called_by_an_address_of_mail() -> None:
    drafts, people = composed(article("1", authors=(Named("jane.doe@mail.example"),)))
    assert (drafts["1"].fields["authors"], people.new["jane-doe"]["name"]) == (["jane-doe"], "jane.doe")
    assert "@" not in "".join(people.met)


def test_a_title_is_read_as_it_was_meant() -> None:
    drafts, _ = composed(article("1", title="\u00e2\u20ac\u0153Waves\u00e2\u20ac\u009d"))
    assert drafts["1"].fields["title"] == "\u201cWaves\u201d"
    assert ("letters/encoding", "changed", "\u201cWaves\u201d") in losses(drafts["1"])
