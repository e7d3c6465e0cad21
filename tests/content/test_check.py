"""What is wrong across the files of a library, told whole: place, message and remedy."""

from __future__ import annotations

import pytest

from pipeline import flow
from tests.support import twins
from tests.support.library import FILES, square, tone

ARTICLE, HANDOUT = "content/library/articles/urges-pass.md", "content/handouts/urge-log.md"
BOOKS, LINKS = "content/library/books/first-books.md", "content/library/links/first-links.md"
FAQ = "content/library/faq/asked.md"
SHOW, EPISODE = "content/podcasts/talks/show.yml", "content/podcasts/talks/first.md"
PEOPLE, TOPICS, AUDIENCES = "content/people.yml", "content/topics.yml", "content/audiences.yml"
HOME, TOML, VTT = "content/pages/home.md", "pipeline.toml", "content/podcasts/talks/first.vtt"
OTHER = FILES[ARTICLE].replace("Urges pass", "Another").replace("[the urge log](../../handouts/urge-log.md)", "there")
MARKS = "chapters:\n  - at: 0:00\n    title: Beginning\n  - at: 0:02\n    title: End\n"
MEND = "add the file inside `content/`, or mend the path (it is relative to this file)"


class Shelf:
    """The small library in memory, and what `check` says of it."""

    def __init__(self) -> None:
        self.files = {name: text.encode() for name, text in FILES.items()} | {
            "content/podcasts/talks/first.wav": tone(0.01),
            "content/podcasts/talks/cover.png": square(8),
            "mkdocs.yml": b"theme:\n  name: material\n",
        }

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.files[name].decode()
        assert old in text, (name, old)
        self.files[name] = text.replace(old, new, 1).encode()

    def write(self, name: str, text: str) -> None:
        self.files[name] = text.encode()

    @property
    def told(self) -> list[tuple[str, str, str, str]]:
        """Place, message, remedy and code of every problem."""
        found = flow.check(twins.world(self.files)).problems
        return [(str(problem.place), problem.message, problem.hint, problem.code) for problem in found]

    @property
    def places(self) -> list[str]:
        return [place for place, *_ in self.told]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_the_small_library_is_in_order(shelf: Shelf) -> None:
    assert shelf.told == []


UNNAMED = (
    "nothing names this file, so it is not published",
    "name it in a field, move it out of `content/`, or begin its name with a dot",
    "unclaimed-file",
)
FIELD = "authors: [alex]\n"  # the last of an article


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "message", "hint", "code"),
    [
        # Dates
        (
            ARTICLE,
            FIELD,
            f"{FIELD}review_by: 2026-05-31\n",
            "8:12",
            "its review was due on 2026-05-31",
            "review the text, then set a new date",
            "review-overdue",
        ),
        # Files
        (
            ARTICLE,
            FIELD,
            f"{FIELD}image: {{file: ../../../../wave.png, alt: x}}\n",
            "8:15",
            "`../../../../wave.png` leads out of the library",
            MEND,
            "outside-library",
        ),
        (
            ARTICLE,
            FIELD,
            f"{FIELD}image: {{file: /theme/wave.png, alt: x}}\n",
            "8:15",
            "`/theme/wave.png` leads out of `content/`: `/` at the beginning is the root of the library",
            MEND,
            "outside-library",
        ),
        (
            ARTICLE,
            FIELD,
            f"{FIELD}image: {{file: cover.png, alt: x}}\n",
            "8:15",
            "there is no file `cover.png`",
            "did you mean `../../podcasts/talks/cover.png`?",
            "missing-file",
        ),
        (
            ARTICLE,
            FIELD,
            f"{FIELD}image: {{file: cover.wav, alt: x}}\n",
            "8:15",
            "there is no file `cover.wav`",
            MEND,
            "missing-file",
        ),
        (
            EPISODE,
            "number: 1",
            "number: 1\nimage: {file: cover.jpg, alt: x}",
            "8:15",
            "there is no file `cover.jpg`",
            "did you mean `cover.png`?",
            "missing-file",
        ),
        # Fields
        (
            EPISODE,
            "    title: End",
            "    titel: End\n    title: End",
            "19:5",
            "entry 2 of `chapters` has no field `titel`",
            "did you mean `title`?",
            "unknown-field",
        ),
        (
            EPISODE,
            "audio: first.wav",
            "audio: {file: first.wav, master: no}",
            "6:34",
            "`master` can't be `no`",
            "write one of `always`, `never`",
            "invalid-value",
        ),
        (
            EPISODE,
            "audio: first.wav",
            "audio: {url: 'https://e.org/a', length: 1, type: audio/mpeg, clips: yes}",
            "6:62",
            "`audio` has no field `clips`",
            "remove it; there are `url`, `length`, `type`, `seconds`",
            "unknown-field",
        ),
        (
            EPISODE,
            "    title: End\n",
            "",
            "18:9",
            "the chapter at 0:02 says nothing",
            "give it a title, or remove it",
            "bad-chapters",
        ),
        (
            EPISODE,
            "at: 0:02",
            "at: soon",
            "18:9",
            "`soon` is not a duration or position",
            "write hours, minutes and seconds like `1:02:03` or `2:03.5`, or seconds like `75`",
            "invalid-value",
        ),
        (
            SHOW,
            "explicit: no",
            "explicit: maybe",
            "8:11",
            "`maybe` is neither yes nor no",
            "write `yes` or `no`",
            "invalid-value",
        ),
        # Names
        (
            ARTICLE,
            "[alex]",
            "[alex, alec]",
            "7:17",
            "no person `alec` is in `people.yml`",
            "did you mean `alex`?",
            "unknown-person",
        ),
        (
            ARTICLE,
            "[for-me]",
            "[for-me, everybody]",
            "6:21",
            "no audience `everybody` is in `audiences.yml`",
            "add `everybody` to `content/audiences.yml`",
            "unknown-audience",
        ),
        (
            ARTICLE,
            "[coping-with-urges]",
            "[coping-with-urges, sleep]",
            "5:29",
            "no topic `sleep` is in `topics.yml`",
            "add `sleep` to `content/topics.yml`",
            "unknown-topic",
        ),
        (
            ARTICLE,
            FIELD,
            f"{FIELD}redirect_from: [/old/, '/a b/']\n",
            "8:24",
            "`/a b/` is not an address of this site",
            "write the path alone, like `/old-name/`",
            "invalid-value",
        ),
        # Links
        (
            HOME,
            "urges-pass.md)",
            "urge-pass.md)",
            "6:49",
            "`../library/articles/urge-pass.md` leads to no file of the library",
            "did you mean `../library/articles/urges-pass.md`?",
            "broken-link",
        ),
        (
            HOME,
            "../library/articles/urges-pass.md)",
            "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq.md)",
            "6:49",
            "`qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq.md` leads to no file of the library",
            "mend the path (it is relative to this file)",
            "broken-link",
        ),
        (
            HOME,
            "../library/articles/urges-pass.md)",
            "../people.yml)",
            "6:49",
            "`../people.yml` leads to a file that has no page of its own",
            "link to an entry, a picture, or a document such as a PDF",
            "broken-link",
        ),
        (
            HOME,
            "../library/articles/urges-pass.md)",
            "/pipeline.toml)",
            "6:49",
            "`/pipeline.toml` leads to a file that has no page of its own",
            "link to an entry, a picture, or a document such as a PDF",
            "broken-link",
        ),
        (
            HOME,
            "../library/articles/urges-pass.md)",
            ")",
            "6:49",
            "this link leads nowhere: its address is empty",
            "write where it leads, or remove it",
            "broken-link",
        ),
        (
            HOME,
            "Begin with [an article](../library/articles/urges-pass.md)",
            "\n\n![A wave]( )",
            "8:12",
            "this picture leads nowhere: its address is empty",
            "write where it leads, or remove it",
            "broken-link",
        ),
        (
            HOME,
            "urges-pass.md)",
            "urges-pass.md#what-to-doo)",
            "6:49",
            f"`{ARTICLE}` has no heading `#what-to-doo`",
            "did you mean `#what-to-do`?",
            "broken-anchor",
        ),
        (
            HOME,
            "../library/articles/urges-pass.md)",
            "#zzz)",
            "6:49",
            f"`{HOME}` has no heading `#zzz`",
            "use the id of one of its headings",
            "broken-anchor",
        ),
        # Forms
        (
            ARTICLE,
            "An urge is like a wave.",
            "Fill in:\n\n```form\n- text: What?\n```",
            "12",
            "a form stands in a handout only",
            "move it to `content/handouts/`",
            "bad-form",
        ),
        (
            HANDOUT,
            "- text: What set it off?",
            "- txt: What set it off?",
            "11:3",
            "this item has no sort",
            "did you mean `text`?",
            "bad-form",
        ),
        # Sound
        (
            VTT,
            "00:00:04.000",
            "00:01:04.000",
            "6",
            "the cue ends beyond the end of the audio, 0:05",
            "is this the transcript of another cut of the episode?",
            "bad-transcript",
        ),
        (
            EPISODE,
            "at: 0:02",
            "at: 0:05",
            "18:9",
            "the chapter at 0:05 starts beyond the end of the audio, 0:05",
            "are these the chapters of another cut of the episode?",
            "bad-chapters",
        ),
    ],
)
def test_what_is_wrong_in_one_place_is_told_there_and_once(
    shelf: Shelf, *, name: str, old: str, new: str, place: str, message: str, hint: str, code: str
) -> None:
    shelf.edit(name, old, new)
    assert shelf.told == [(f"{name}:{place}", message, hint, code)]


def test_a_file_of_another_sort_is_not_meant(shelf: Shelf) -> None:
    del shelf.files[VTT]
    shelf.edit(EPISODE, "first.vtt", "frst.vtt")  # there is a `first.md`
    assert shelf.told == [(f"{EPISODE}:14:13", "there is no file `frst.vtt`", MEND, "missing-file")]


def test_a_recording_of_another_format_is_meant(shelf: Shelf) -> None:
    shelf.edit(EPISODE, "first.wav", "first.flac")
    missing = (f"{EPISODE}:6:8", "there is no file `first.flac`", "did you mean `first.wav`?", "missing-file")
    assert shelf.told == [missing, ("content/podcasts/talks/first.wav", *UNNAMED)]


def test_chapters_that_are_not_there_are_told_once(shelf: Shelf) -> None:
    shelf.edit(EPISODE, MARKS, "chapters: gone.json\n")
    assert shelf.told == [(f"{EPISODE}:15:11", "there is no file `gone.json`", MEND, "missing-file")]


def test_links_to_other_places_are_left_alone(shelf: Shelf) -> None:
    shelf.edit(HOME, "Begin", "[A](https://a.example/), [b](mailto:b@a.example), [c](tel:116123). Begin")
    assert shelf.told == []


@pytest.mark.parametrize(("name", "line"), [("first.wav", "6:8"), ("first.vtt", "14:13")])
def test_a_file_that_is_misspelt_is_found(shelf: Shelf, name: str, line: str) -> None:
    shelf.edit(EPISODE, name, f"x{name}")
    missing = (f"{EPISODE}:{line}", f"there is no file `x{name}`", f"did you mean `{name}`?", "missing-file")
    unnamed = (f"content/podcasts/talks/{name}", *UNNAMED)
    assert shelf.told == [missing, unnamed]


def test_a_review_is_due_on_its_day_where_the_library_is(shelf: Shelf) -> None:
    shelf.edit(ARTICLE, FIELD, f"{FIELD}review_by: 2026-06-01\n")
    assert shelf.told == []
    shelf.edit(TOML, "Europe/London", "Pacific/Kiritimati")  # the same instant is 14 hours later on the clock
    assert shelf.told == []
    shelf.edit(ARTICLE, "2026-06-01", "2026-05-31")
    shelf.edit(TOML, "Pacific/Kiritimati", "America/New_York")  # there it is still 31 May
    assert shelf.told == []


@pytest.mark.parametrize(
    ("file", "place", "message", "hint", "code"),
    [
        ("content/pages/.note.txt", "", "", "", ""),
        ("notes.txt", "", "", "", ""),
        (
            "content/pages/notes.pdf",
            "content/pages/notes.pdf",
            "nothing names this file, so it is not published",
            "link to it from a text, move it out of `content/`, or begin its name with a dot",
            "unclaimed-file",
        ),
        (
            "content/drawing.svg",
            "content/drawing.svg",
            "pictures of the sort `.svg` are not accepted",
            "export it as PNG or JPEG",
            "bad-image",
        ),
        (
            "content/handouts/Big Log.md",
            "content/handouts/Big Log.md",
            "`Big Log` can't be part of an address: lower-case letters, digits and hyphens can",
            "name it `big-log`",
            "bad-file-name",
        ),
        (
            "content/library/articles/Sub Folder/one.md",
            "content/library/articles/Sub Folder/one.md",
            "`Sub Folder` can't be part of an address: lower-case letters, digits and hyphens can",
            "name it `sub-folder`",
            "bad-file-name",
        ),
    ],
)
def test_a_file_is_named_by_something_or_told(
    shelf: Shelf, file: str, place: str, message: str, hint: str, code: str
) -> None:
    shelf.write(file, FILES[HANDOUT] if "handouts" in file else OTHER)
    expected = [(place, message, hint, code)] if place else []
    if file.endswith(".svg"):
        expected.append((place, *UNNAMED))
    assert sorted(shelf.told) == sorted(expected)


def test_a_slug_of_its_own_frees_the_name_of_a_file_and_not_that_of_its_folder(shelf: Shelf) -> None:
    slugged = OTHER.replace(FIELD, f"{FIELD}slug: one\n")
    shelf.write("content/library/articles/One File.md", slugged)
    assert shelf.told == []
    shelf.write("content/library/articles/A B/two.md", slugged)
    assert [message.partition("`")[2][:3] for _, message, *_ in shelf.told] == ["A B"]


def test_what_texts_show_link_to_or_name_in_extra_is_named(shelf: Shelf) -> None:
    for name in ("shown.png", "linked.jpg", "script.txt"):
        shelf.write(f"content/library/articles/{name}", "x")
    shelf.edit(ARTICLE, "An urge is like a wave.", "![A wave](shown.png) and [a photo](linked.jpg).")
    shelf.edit(ARTICLE, FIELD, f"{FIELD}extra: {{script: script.txt, other: 3, gone: gone.txt}}\n")
    assert shelf.told == []


def test_a_text_that_nothing_names_is_told_beside_an_entry_that_is_broken(shelf: Shelf) -> None:
    for name in ("linked.docx", "left.txt", "left.docx", "left.png"):
        shelf.write(f"content/library/articles/{name}", "x")
    shelf.write("content/library/articles/broken.md", "---\ntitle: [\n---\n[The text](linked.docx).\n")
    places = [place for place, *_, code in shelf.told if code != "bad-yaml"]
    assert places == ["content/library/articles/left.docx", "content/library/articles/left.txt"]


def test_a_picture_of_a_person_or_topic_is_there_and_is_named(shelf: Shelf) -> None:
    shelf.write("content/alex.png", "x")
    shelf.edit(PEOPLE, "  name: Alex\n", "  name: Alex\n  photo: {file: alex.png, alt: Alex}\n")
    assert shelf.told == []
    shelf.edit(TOPICS, "  title:", "  image: {file: urge.png, alt: x}\n  title:")
    message = "there is no file `content/urge.png`"
    assert shelf.told == [(TOPICS, message, "add it, or mend the path", "missing-file")]


def test_accents_that_are_encoded_in_another_way_are_told(shelf: Shelf) -> None:
    shelf.write("content/library/articles/cafe\u0301.png", "x")
    shelf.edit(ARTICLE, FIELD, f"{FIELD}image: {{file: caf\u00e9.png, alt: x}}\n")
    (missing, unclaimed) = sorted(shelf.told, key=lambda told: "names" in told[1])
    other = "content/library/articles/cafe\u0301.png"
    message = f"there is no file `caf\u00e9.png`: that of `{other}` has its accents encoded in another way"
    hint = f"rename it with plain letters, and write that name here: `git mv '{other}' …`"
    assert missing == (f"{ARTICLE}:8:15", message, hint, "missing-file")
    assert unclaimed[0] == "content/library/articles/cafe\u0301.png"


def test_what_a_broken_entry_names_is_not_called_unnamed(shelf: Shelf) -> None:
    shelf.edit(EPISODE, "number: 1", "number: one")
    assert shelf.places == [f"{EPISODE}:7:9"]


def test_a_link_to_a_broken_entry_is_not_told_as_well(shelf: Shelf) -> None:
    shelf.edit(ARTICLE, "date: 2026-01-02", "date: soon")
    assert shelf.places == [f"{ARTICLE}:4:7"]


@pytest.mark.parametrize("hidden", ["draft: yes", "retired: yes"])
def test_no_public_text_leads_to_what_is_hidden(shelf: Shelf, hidden: str) -> None:
    shelf.edit(HOME, "articles/urges-pass.md)", "articles/urges-pass.md) and [a talk](../podcasts/talks/first.md)")
    shelf.edit(EPISODE, "number: 1", f"{hidden}\nnumber: 1")
    hint = "remove the link, or publish that entry"
    message = "`../podcasts/talks/first.md` leads to a draft, or to what was withdrawn"
    assert shelf.told == [(f"{HOME}:6:97", message, hint, "broken-link")]
    shelf.edit(HOME, "date:", "draft: yes\ndate:")
    assert [told for told in shelf.told if "draft" in told[1]] == [], "a draft may lead to another"


@pytest.mark.parametrize(
    ("date", "later"), [("2026-06-01", ""), ("2026-06-02", "2026-06-02"), ("2026-07-01T09:30", "2026-07-01 09:30")]
)
def test_no_text_leads_to_what_is_public_later(shelf: Shelf, date: str, later: str) -> None:
    shelf.edit(ARTICLE, "date: 2026-01-02", f"date: {date}")
    shelf.edit(EPISODE, "with [an article](../../library/articles/urges-pass.md#what-to-do)", "none")
    message = f"`../library/articles/urges-pass.md` becomes public on {later}, later than this entry (2026-01-01)"
    hint = f"remove the link until then, or give `{ARTICLE}` an earlier date"
    assert shelf.told == ([(f"{HOME}:6:49", message, hint, "link-to-later")] if later else [])
    shelf.edit(HOME, "date: 2026-01-01", f"date: {date}")
    assert shelf.told == [], "both come at once"


@pytest.mark.parametrize(
    ("link", "good"),
    [
        ("tel:116123", True),
        ("https://help.example/", True),
        ("http://help.example/", True),
        ("content/pages/home.md", True),
        ("/content/pages/home.md", True),
        ("content/pages/gone.md", False),
        ("content/people.yml", False),
        (HANDOUT, False),
    ],
)
def test_the_banner_for_people_in_danger_leads_somewhere(shelf: Shelf, link: str, good: bool) -> None:
    shelf.edit(HANDOUT, "date:", "draft: yes\ndate:")
    shelf.edit(ARTICLE, "[the urge log](../../handouts/urge-log.md)", "the urge log")
    shelf.edit(TOML, "[targets.public]", f'[site.crisis]\ntext = "Call"\nlink = "{link}"\n\n[targets.public]')
    message = f"`site.crisis.link` leads to no public page: `{link}`"
    hint = "name a page, such as `content/pages/get-help.md`, or a whole address"
    assert shelf.told == ([] if good else [(TOML, message, hint, "bad-settings")])


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("https://help.example/", ""),
        ("mailto:help@library.example", ""),
        ("/content/pages/home.md", ""),
        ("content/pages/hom.md", "did you mean `content/pages/home.md`?"),
        (HANDOUT, "publish that page, or name another"),
    ],
)
def test_the_foot_of_pages_leads_to_what_is_there(shelf: Shelf, link: str, hint: str) -> None:
    shelf.edit(HANDOUT, "date:", "draft: yes\ndate:")
    shelf.edit(ARTICLE, "[the urge log](../../handouts/urge-log.md)", "the urge log")
    section = f'[community]\nforum = "https://f.example/"\n[community.chat]\nhours = "24/7"\nlink = "{link}"'
    shelf.edit(TOML, "[targets.public]", f"{section}\n\n[targets.public]")
    line = shelf.files[TOML].decode().splitlines().index(f'link = "{link}"') + 1
    message = f"`community.chat.link` leads to no public page: `{link}`"
    assert shelf.told == ([(f"{TOML}:{line}:1", message, hint, "bad-settings")] if hint else [])


def test_an_episode_without_a_show_is_told(shelf: Shelf) -> None:
    shelf.write("content/podcasts/other/one.md", FILES[EPISODE].replace("0e4f7c0a", "1e4f7c0a"))
    for name in ("first.wav", "first.vtt"):
        shelf.files[f"content/podcasts/other/{name}"] = shelf.files[f"content/podcasts/talks/{name}"]
    message, hint = "there is no `show.yml` beside this episode", "add one, or move the episode"
    assert shelf.told == [("content/podcasts/other/one.md", message, hint, "missing-file")]


@pytest.mark.parametrize(
    ("guid", "message"),
    [
        ("0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11", "is already"),
        ("0E4F7C0A-2f43-4a8f-9d53-6f1c1d9f3a11", "differs only in case or white space from"),
        ("0e4f7c0a-2f43-4a8f-9d53- 6f1c1d9f3a11", "differs only in case or white space from"),
        ("1e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11", ""),
    ],
)
def test_no_two_episodes_have_one_identity(shelf: Shelf, guid: str, message: str) -> None:
    second = FILES[EPISODE].replace("0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11", guid)
    shelf.write(
        "content/podcasts/talks/second.md", second.replace("The first talk", "A talk") if not message else second
    )
    hint = "give the one that is not yet published a new GUID: some apps would take both for one"
    told = (
        "content/podcasts/talks/second.md:5:7",
        f"the GUID `{guid}` {message} that of `{EPISODE}`",
        hint,
        "duplicate-guid",
    )
    assert shelf.told == ([told] if message else [])


def test_two_identities_that_others_published_may_differ_by_their_case(shelf: Shelf) -> None:
    own, published = "guid: 0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11", "guid: {{value: '{}', permalink: no}}"
    first, second = (FILES[EPISODE].replace(own, published.format(guid)) for guid in ("abc", "ABC "))
    shelf.write(EPISODE, first)
    shelf.write("content/podcasts/talks/second.md", second.replace("The first talk", "A talk"))
    shelf.write("content/podcasts/talks/third.md", second.replace("The first talk", "A third"))
    assert [code for *_, code in shelf.told] == ["duplicate-guid"], "one is there twice"


@pytest.mark.parametrize(
    ("old", "new", "similar"),
    [("", "", True), ("The first talk", "the  First talk", True), ("2026-01-05", "2026-01-06", False)],
)
def test_episodes_that_apps_would_take_for_one(shelf: Shelf, old: str, new: str, similar: bool) -> None:
    second = FILES[EPISODE].replace("0e4f7c0a", "1e4f7c0a").replace(old, new)
    shelf.write("content/podcasts/talks/second.md", second)
    message = f"`{EPISODE}` has the same title and day, and is about as long: some apps show one of the two"
    told = ("content/podcasts/talks/second.md:2:8", message, "give one of them another title", "similar-episode")
    assert shelf.told == [told] * similar


@pytest.mark.parametrize(
    ("name", "text", "place", "message", "hint", "code"),
    [
        (
            PEOPLE,
            "- alex\n",
            "1:1",
            "people stand here by their ids, each with fields below it",
            "write an id and a colon, `jane:`, and indented below it `name: Jane`, without `- `",
            "bad-front-matter",
        ),
        (PEOPLE, "", "", "this file is empty", "write it, or remove it", "empty-file"),
        (TOPICS, "[]", "", "this file is empty", "write it, or remove it", "empty-file"),
        (
            PEOPLE,
            "alex: [\n",
            "1:7",
            "the bracket `[` that begins here is never closed",
            "end the list with `]`; or, where it is a text, put that in quotes",
            "bad-yaml",
        ),
        (
            TOPICS,
            "a: b\n",
            "1:1",
            "each topic stands here as an item of a list",
            "begin each with `- id: …`, in the first column",
            "bad-front-matter",
        ),
        (
            AUDIENCES,
            "- id: for-me\n  titel: For me\n  title: For me\n  description: For the person.\n",
            "2:3",
            "an audience has no field `titel`",
            "did you mean `title`?",
            "unknown-field",
        ),
        (
            PEOPLE,
            "alex:\n  nam: Alex\n  name: Alex\nsam:\n  name: Sam\n",
            "2:3",
            "a person has no field `nam`",
            "did you mean `name`?",
            "unknown-field",
        ),
        (
            TOPICS,
            "- text\n",
            "1:3",
            "there are no fields of this topic here, only text",
            "write a field a line: its name, a colon, a space, its value",
            "bad-front-matter",
        ),
        (
            PEOPLE,
            "alex:\n",
            "1:6",
            "there are no fields of this person here",
            "write a field a line: its name, a colon, a space, its value",
            "bad-front-matter",
        ),
    ],
)
def test_a_list_that_can_not_be_read_is_told_once(
    shelf: Shelf, name: str, text: str, place: str, message: str, hint: str, code: str
) -> None:
    shelf.write(name, text)
    assert [told for told in shelf.told if told[0].startswith(name)] == [
        (f"{name}:{place}" if place else name, message, hint, code)
    ]
    whole = "titel" in text or "nam:" in text
    assert whole or not [told for told in shelf.told if told[1].startswith("no ")], "nobody is called unknown for it"


def test_who_is_named_where_there_is_no_list_is_told(shelf: Shelf) -> None:
    del shelf.files[AUDIENCES]
    add = ("no audience `for-me` is in `audiences.yml`", "add `for-me` to `content/audiences.yml`", "unknown-audience")
    held = [(f"content/{name}.md:5:13", *add) for name in ("meetings/tuesday-evening", "news/open-evening")]
    assert shelf.told == [*((f"{name}:6:13", *add) for name in (HANDOUT, ARTICLE, BOOKS, FAQ, LINKS)), *held]


def test_the_ids_of_a_list_are_ids_and_stand_once(shelf: Shelf) -> None:
    twice = "- {id: coping-with-urges, title: Again, description: Again and again.}\n"
    shelf.write(TOPICS, FILES[TOPICS] + twice)
    assert shelf.told == [
        (f"{TOPICS}:4:8", "the topic `coping-with-urges` stands twice", "remove one", "duplicate-key")
    ]
    shelf.write(TOPICS, FILES[TOPICS])
    shelf.write(PEOPLE, f"{FILES[PEOPLE]}Jo Ann:\n  name: Jo\n私:\n  name: Watashi\n")
    assert shelf.told == [
        (
            f"{PEOPLE}:6:1",
            "`Jo Ann` is not an id: lower-case letters, digits and single hyphens",
            "write `jo-ann`",
            "invalid-value",
        ),
        (
            f"{PEOPLE}:8:1",
            "`私` is not an id: lower-case letters, digits and single hyphens",
            "write it in Latin letters",
            "invalid-value",
        ),
    ]


def test_an_id_may_have_a_hundred_letters(shelf: Shelf) -> None:
    most = "a" * 100
    shelf.write(PEOPLE, f"{FILES[PEOPLE]}{most}:\n  name: Jo\n")
    assert shelf.told == []
    shelf.write(PEOPLE, f"{FILES[PEOPLE]}{most}a:\n  name: Jo\n")
    message = f"`{most}a` is not an id: lower-case letters, digits and single hyphens"
    assert shelf.told == [(f"{PEOPLE}:6:1", message, f"write `{most}`", "invalid-value")]


@pytest.mark.parametrize(
    ("name", "text"),
    [(AUDIENCES, "- {id: for-me, title: [[[x]]]}\n"), (ARTICLE, f"---\n{'{a: ' * 5}b{'}' * 5}\n---\nText.\n")],
)
def test_no_file_is_nested_deeper_than_the_settings_say(shelf: Shelf, name: str, text: str) -> None:
    shelf.write(name, text)
    for depth, told in ((5, False), (4, True)):
        shelf.files[TOML] = f"{FILES[TOML]}[limits]\nyaml_depth = {depth}\n".encode()
        message = f"what stands here is nested more than {depth} levels deep"
        hint = "write less in one file, or nest less deeply"
        place = f"{name}:{'2:17' if name == ARTICLE else '1:25'}"
        assert ((place, message, hint, "too-complex") in shelf.told) is told


@pytest.mark.parametrize(
    ("text", "place", "message", "hint", "code"),
    [
        (" \n", "", "this file is empty", "write it, or remove it", "empty-file"),
        (
            "---\n---\n",
            ":2:1",
            "there are no fields of this article here",
            "write a field a line: its name, a colon, a space, its value",
            "bad-front-matter",
        ),
        (
            "---\n- a\n---\n",
            ":2:1",
            "the fields of this article are written as a list",
            "remove the `- ` at the beginning of the lines",
            "bad-front-matter",
        ),
        (
            FILES[ARTICLE].replace(FIELD, f"{FIELD}image:\n  fil: a.png\n  file: a.png\n  alt: x\n"),
            ":9:3",
            "`image` has no field `fil`",
            "did you mean `file`?",
            "unknown-field",
        ),
        (
            FILES[ARTICLE].replace(FIELD, f"{FIELD}sources:\n  - titel: T\n    title: T\n"),
            ":9:5",
            "entry 1 of `sources` has no field `titel`",
            "did you mean `title`?",
            "unknown-field",
        ),
        (
            FILES[ARTICLE].replace("date: 2026-01-02\n", ""),
            ":2:1",
            "an article needs the field `date`",
            "add `date:` (public from then on; in the future: scheduled)",
            "missing-field",
        ),
        (
            f"---\ntitle: {'x' * 256_000}\n---\n",
            ":1",
            "the fields take more than 256,000 bytes",
            "write the text below the second line `---`, or raise `limits.front_matter_bytes` in `pipeline.toml`",
            "too-large",
        ),
        (
            FILES[ARTICLE] + "x" * 1_000_000,
            "",
            f"this text has {len(FILES[ARTICLE]) + 1_000_000:,} bytes; the limit is 1,000,000",
            "split it, or raise `limits.text_bytes` in `pipeline.toml`",
            "too-large",
        ),
        (
            FILES[ARTICLE] + "[" * 5001,
            ":9",
            "the text has more than 5,000 opening brackets",
            "split the text, or remove what repeats",
            "too-complex",
        ),
    ],
)
def test_an_entry_that_can_not_be_read_is_told_once(
    shelf: Shelf, text: str, place: str, message: str, hint: str, code: str
) -> None:
    shelf.write("content/library/articles/urges-pass.md", text)
    told = [one for one in shelf.told if one[0].startswith(ARTICLE)]
    assert told == [(f"{ARTICLE}{place}", message, hint, code)]


@pytest.mark.parametrize(
    ("name", "text", "place", "message", "hint", "code"),
    [
        (VTT, " \n", "", "this file is empty", "write it, or remove it", "empty-file"),
        (
            VTT,
            "WEBVTT\n\n" + "x" * 5_000_000,
            "",
            "this transcript has 5,000,008 bytes; the limit is 5,000,000",
            "split the episode, or raise `limits.transcript_bytes`",
            "too-large",
        ),
        (
            "content/podcasts/talks/first.docx",
            "Hello.",
            "",
            "no transcript is read from a file whose name ends in `.docx`",
            "export WebVTT (`.vtt`) or SubRip (`.srt`) from the program that made it, and name that file",
            "bad-transcript",
        ),
        ("content/podcasts/talks/first.json", "\n", "", "this file is empty", "write it, or remove it", "empty-file"),
        (
            "content/podcasts/talks/first.json",
            "{}",
            "",
            "there is no list `chapters` in this file",
            "see JSON chapters 1.2",
            "bad-chapters",
        ),
        (
            "content/podcasts/talks/first.json",
            '{"chapters":\n[{"startTime": 9, "title": "a"}]}',
            ":2:16",
            "the chapter at 0:09 starts beyond the end of the audio, 0:05",
            "are these the chapters of another cut of the episode?",
            "bad-chapters",
        ),
    ],
)
def test_words_to_sound_that_can_not_be_read_are_told(
    shelf: Shelf, name: str, text: str, place: str, message: str, hint: str, code: str
) -> None:
    shelf.write(name, text)
    if name.endswith(".json"):
        shelf.edit(EPISODE, MARKS, f"chapters: {name.rpartition('/')[2]}\n")
    elif name != VTT:
        shelf.edit(EPISODE, "first.vtt", "first.docx")
        del shelf.files[VTT]
    assert shelf.told == [(f"{name}{place}", message, hint, code)]


def test_chapters_are_not_dropped_without_a_word(shelf: Shelf) -> None:
    shelf.write("content/podcasts/talks/first.csv", "0,Beginning")
    shelf.edit(EPISODE, MARKS, "chapters: first.csv\n")
    ((place, message, _, code),) = shelf.told
    assert (place, code) == (f"{EPISODE}:15:11", "bad-chapters")
    assert message == "`first.csv` is of no sort that chapters are read from"
