"""The text of a post: shortcodes, blocks and addresses, as readers saw them and with the lines of the export."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.importing.deciding.decisions import Decisions, Mapped
from pipeline.importing.source.faults import Faults
from pipeline.importing.source.xml import pieces
from pipeline.importing.wordpress.desk import Desk
from pipeline.importing.wordpress.export import Draft
from pipeline.importing.wordpress.markup.expansions import TABLE
from pipeline.importing.wordpress.markup.text import text_of
from pipeline.importing.wordpress.site import Site
from tests.attacks.growth import MOST, growth
from tests.support.library import HOUSE
from tests.support.wxr import UPLOADS, Entry, picture, wxr

AROUND = (
    picture(7, "sea.jpg", "The sea", "Low tide"),
    picture(8, "hill-scaled.jpg", parent=1),
    Entry(
        9, "", "Sheet", "attachment", status="inherit", file=f"{UPLOADS}/sheet.pdf", link="https://old.example/sheet/"
    ),
    Entry(2, "", "The other", slug="other"),
    Entry(
        3, '<!-- wp:paragraph -->\n<p>Shared</p>\n<!-- /wp:paragraph --><!-- wp:block {"ref":3} /-->', type="wp_block"
    ),
)
SEA = f'<img src="{UPLOADS}/sea.jpg" alt="The sea">'
HILL = f'<img src="{UPLOADS}/hill-scaled.jpg" alt="">'


@dataclass(frozen=True, slots=True)
class Read:
    """A text: its lines as they came out, what was told of it (kind, outcome, line of the text), the files it names."""

    html: str
    told: Sequence[tuple[str, str, int]]
    files: list[int]


def read(content: str, decisions: Decisions | None = None, *, recordings: Sequence[str] = (), **meta: str) -> Read:
    draft = Draft()
    draft.take(pieces(wxr(Entry(1, content, meta=meta), *AROUND)), "x.xml", Faults("x.xml"))
    site = Site(draft.whole)
    desk = Desk(
        site, site.posts[1], decisions or Decisions(), Faults("x.xml"), "post 1", recordings=frozenset(recordings)
    )
    text, named = text_of(site.posts[1], desk)
    first = site.posts[1].content.place.line
    told = [(one.kind, one.outcome, one.place.line - first + 1) for one in desk.faults.losses]
    return Read(text.text if text else "", told, [post.id for post in named])


def shown(html: str) -> str:
    """What came out, in one line and without comments."""
    return " ".join(re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL).replace("&#10;", " ").split())


SHORTCODES = [
    # What WordPress itself has.
    (
        (
            '[caption id="attachment_7" align="left"]<a href="/?attachment_id=7"><img class="wp-image-7" src="'
            'http://www.old.example/wp-content/uploads/2019/05/sea-300x200.jpg" alt=""></a> At <em>sea</em>[/caption]'
        ),
        (
            f'<figure><img class="wp-image-7" src="{UPLOADS}/sea.jpg" alt="The sea"><figcaption>At <em>sea</em></'
            "figcaption>"
            "</figure>"
        ),
        [],
    ),
    (
        '[caption caption="Old [style]"]<img src="https://x.example/x.jpg" alt="X">[/caption]',
        '<figure><img src="https://x.example/x.jpg" alt="X"><figcaption>Old [style]</figcaption></figure>',
        [],
    ),
    (
        '[gallery ids="7,8,99"]',
        f"<figure>{SEA}<figcaption>Low tide</figcaption></figure><figure>{HILL}</figure>",
        [],
    ),
    ("[gallery]", f'<figure><img src="{UPLOADS}/hill-scaled.jpg" alt=""></figure>', []),
    ('[gallery exclude="8"]', "", [("shortcode/gallery", "dropped", 1)]),
    (
        '[audio src="/a.mp3"]',
        '<figure><audio src="https://old.example/a.mp3" controls="controls"></audio></figure>',
        [],
    ),
    (
        "[audio:http://x.example/b.mp3|titles=B]",
        '<figure><audio src="http://x.example/b.mp3" controls="controls"></audio></figure>',
        [],
    ),
    (
        '[video width="1" mp4="/f.mp4"][/video]',
        '<figure><video src="https://old.example/f.mp4" controls="controls"></video></figure>',
        [],
    ),
    ("[embed]https://vimeo.com/1[/embed]", '<p><a href="https://vimeo.com/1">https://vimeo.com/1</a></p>', []),
    ("[youtube http://youtu.be/abc]", '<p><a href="http://youtu.be/abc">http://youtu.be/abc</a></p>', []),
    ("[vimeo 123]", '<p><a href="https://vimeo.com/123">https://vimeo.com/123</a></p>', []),
    (
        "See [youtube aB-9_xyzABC] and\n\n[dailymotion x2fnf9]",
        (
            '<p>See </p><p><a href="https://www.youtube.com/watch?v=aB-9_xyzABC">https://www.youtube.com/watch?v=aB-9_xyzABC'
            '</a></p><p> and</p> <p><a href="https://www.dailymotion.com/video/x2fnf9">'
            "https://www.dailymotion.com/video/x2fnf9</a></p>"
        ),
        [],
    ),
    (
        "Seen on [youtube lately]\n\n[liveclip 4a7f]",
        "<p>Seen on [youtube lately]</p>",
        [("shortcode/liveclip", "dropped", 3)],
    ),
    # What is text.
    (
        "They [sic] said [1], [well-being] and [our italics].",
        "<p>They [sic] said [1], [well-being] and [our italics].</p>",
        [],
    ),
    ("[Music]", "<p>[Music]</p>", []),
    ("[continued on page 5]", "<p>[continued on page 5]</p>", []),
    ("see [http://x.example/]", "<p>see [http://x.example/]</p>", []),
    ("[[gallery]] shows", "<p>[gallery] shows</p>", []),
    ("<code>[gallery]</code>", "<p><code>[gallery]</code></p>", []),
    ('<a href="/x" title="a [b] c">l</a>', '<p><a href="https://old.example/x" title="a [b] c">l</a></p>', []),
    # What is none of ours.
    ('A\n\n[contact-form-7 id="12" title="Write"]', "<p>A</p>", [("shortcode/contact-form-7", "dropped", 3)]),
    ("one [foo_bar] two", "<p>one two</p>", [("shortcode/foo_bar", "dropped", 1)]),
    ("one\n\n[sitemap]\n\ntwo", "<p>one</p> <p>two</p>", [("shortcode/sitemap", "dropped", 3)]),
    ("[foo a=1\nb=2 /] x", "<p> x</p>", [("shortcode/foo", "dropped", 1)]),
    ("[box]in\n\nside[/box]", "<p>in</p> <p>side</p>", [("shortcode/box", "changed", 1)]),
    ('[box title="T"]in[/box]', "<h3>T</h3><p>in</p>", [("shortcode/box", "changed", 1)]),
    (
        '[pdfjs url="https://x.example/a.pdf" title="A"]',
        '<p><a href="https://x.example/a.pdf">A</a></p>',
        [("shortcode/pdfjs", "changed", 1)],
    ),
    ("before [private]secret[/private] after", "<p>before after</p>", [("shortcode/private", "dropped", 1)]),
    ("[/box] x", "<p> x</p>", [("shortcode/box", "dropped", 1)]),
    # Footnotes.
    (
        "A claim[ref]See <em>it</em>[/ref] and more.",
        (
            '<p>A claim<sup id="fnref-1"><a href="#fn-1">1</a></sup> and more.</p><ol class="footnotes"><li id="fn-1">'
            'See <em>it</em> <a href="#fnref-1">↩</a></li></ol>'
        ),
        [],
    ),
    # Builders.
    (
        (
            "[et_pb_section][et_pb_row][et_pb_text]<p>Hello</p>[/et_pb_text][et_pb_button "
            'button_url="https://x.example/" button_text="Go %91on%93"][/et_pb_button][/et_pb_row][/et_pb_section]'
        ),
        '<p>Hello</p><p><a href="https://x.example/">Go [on]</a></p>',
        [("builder/Divi", "changed", 1)],
    ),
    (
        (
            '[vc_row][vc_single_image image="7"][vc_column_text]One\n\nTwo[/vc_column_text][vc_btn title="Read" '
            'link="url:https%3A%2F%2Fx.example%2Fb|title:B"][vc_toggle title="More"]inside[/vc_toggle][/vc_row]'
        ),
        (
            f'<figure>{SEA}<figcaption>Low tide</figcaption></figure><p>One</p> <p>Two</p><p><a href="https://x.example/b">Read'
            "</a></p><details><summary>More</summary><p>inside</p></details>"
        ),
        [("builder/WPBakery", "changed", 1)],
    ),
    ("[vc_raw_html]JTNDYiUzRUglM0MlMkZiJTNF[/vc_raw_html]", "<p><b>H</b></p>", [("builder/WPBakery", "changed", 1)]),
]


@pytest.mark.parametrize(("written", "html", "told"), SHORTCODES)
def test_shortcodes(written: str, html: str, told: list[tuple[str, str, int]]) -> None:
    found = read(written)
    assert (shown(found.html), found.told) == (html, told)


def test_players_stand_on_the_page_of_an_episode_anyway() -> None:
    written = 'Notes [powerpress] [ss_player] [audio src="https://x.example/track/One.mp3"]'
    sound = block("audio", '<figure><audio controls src="/a/one.mp3?_=1"></audio></figure>')
    found = read(f"{written}{sound}", recordings=["one.mp3"])
    assert (shown(found.html), found.told) == ("<p>Notes </p>", [])
    assert "two.mp3" in read('[audio src="/two.mp3"]', recordings=["one.mp3"]).html
    assert [kind for kind, *_ in read("Notes [powerpress]").told] == ["shortcode/powerpress"]


def test_people_decide_on_shortcodes() -> None:
    mapped = Decisions(losses={"shortcode/contact": Mapped(map="[Write to us](mailto:us@new.example)")})
    assert '<a href="mailto:us@new.example"' in read("[contact]", mapped).html
    assert shown(read("[contact]", Decisions(losses={"shortcode/contact": "keep"})).html) == "<p>[contact]</p>"
    members = Decisions(losses={"shortcode/private": "keep"})
    assert shown(read("[private]told[/private]", members).html) == "<p>told</p>"


def block(name: str, html: str = "", said: str = "") -> str:
    return f"<!-- wp:{name}{f' {said}' if said else ''} -->\n{html}\n<!-- /wp:{name} -->"


BLOCKS = [
    (block("paragraph", "<p>One\ntwo</p>"), "<p>One two</p>", []),
    ("<!-- wp:core/paragraph --><p>x</p><!-- /wp:core/paragraph -->", "<p>x</p>", []),
    (
        block(
            "image", f'<figure><img src="{UPLOADS}/sea-1024x768.jpg" alt="" class="wp-image-7"/></figure>', '{"id":7}'
        ),
        f'<figure><img src="{UPLOADS}/sea.jpg" alt="The sea" class="wp-image-7"/></figure>',
        [],
    ),
    (
        block(
            "gallery",
            f'<ul class="g"><li><figure><img src="{UPLOADS}/hill-300x200.jpg" alt="A hill"/></figure></li></ul>',
        ),
        f'<figure><img src="{UPLOADS}/hill-scaled.jpg" alt="A hill"/></figure>',
        [],
    ),
    (block("gallery", "", '{"ids":[7]}'), f"<figure>{SEA}<figcaption>Low tide</figcaption></figure>", []),
    (
        block("embed", "<figure><div>\nhttps://youtu.be/a\n</div><figcaption>A talk</figcaption></figure>"),
        '<p><a href="https://youtu.be/a">https://youtu.be/a</a></p><p>A talk</p>',
        [],
    ),
    (
        block("core-embed/youtube", "", '{"url":"https://youtu.be/a"}'),
        '<p><a href="https://youtu.be/a">https://youtu.be/a</a></p>',
        [],
    ),
    (
        block(
            "file",
            '<div><a href="/?attachment_id=9">S</a><a href="/s" class="wp-block-file__button" download>Load</a></div>',
        ),
        f'<div><a href="{UPLOADS}/sheet.pdf">S</a></div>',
        [],
    ),
    (block("verse", '<pre class="wp-block-verse">one\ntwo</pre>'), "<p>one<br> two</p>", []),
    (block("code", "<pre><code>[gallery]</code></pre>"), "<pre><code>[gallery]</code></pre>", []),
    (
        block("details", "<details><summary>S</summary>" + block("paragraph", "<p>x</p>") + "</details>"),
        "<details><summary>S</summary> <p>x</p> </details>",
        [],
    ),
    (block("shortcode", '[gallery ids="7"]'), f"<figure>{SEA}<figcaption>Low tide</figcaption></figure>", []),
    (block("html", "<b>raw</b>\n\n<i>x</i>"), "<b>raw</b> <i>x</i>", []),
    (block("freeform", "a\n\nb"), "<p>a</p> <p>b</p>", []),
    ("classic\n\ntext\n\n" + block("paragraph", "<p>x</p>"), "<p>classic</p> <p>text</p> <p>x</p>", []),
    ('<!-- wp:block {"ref":77} /-->', "", [("block/block", "dropped", 1)]),
    (
        block("social-links", '<ul><!-- wp:social-link {"url":"https://x.example/me","service":"mastodon"} /--></ul>'),
        '<ul><li><a href="https://x.example/me">Mastodon</a></li></ul>',
        [],
    ),
    ('<!-- wp:latest-posts {"a":[1]} /-->', "", [("block/latest-posts", "dropped", 1)]),
    (
        block("acme/box", '<div class="acme">Words</div>'),
        '<div class="acme">Words</div>',
        [("block/acme/box", "changed", 1)],
    ),
    ("<!-- wp:acme/map /-->", "", [("block/acme/map", "dropped", 1)]),
    ('<!-- wp:spacer --><div aria-hidden="true"></div><!-- /wp:spacer -->', "", []),
    ("<!-- /wp:group --><!-- wp:group --><p>never closed</p>", "<p>never closed</p>", []),
    ("<!-- wp:paragraph {broken -->\n<p>x</p>\n<!-- /wp:paragraph -->", "<p>x</p>", []),
]


@pytest.mark.parametrize(("written", "html", "told"), BLOCKS)
def test_blocks(written: str, html: str, told: list[tuple[str, str, int]]) -> None:
    found = read(written)
    assert (shown(found.html), found.told) == (html, told)


def test_a_block_that_pages_share_is_put_in_but_not_into_itself() -> None:
    export = wxr(Entry(1, '<!-- wp:block {"ref":3} /-->'), *AROUND).decode().split("\n")
    found = read('<!-- wp:block {"ref":3} /-->')
    begin = next(number for number, line in enumerate(export) if "content:encoded" in line)
    assert shown(found.html) == "<p>Shared</p>"
    [(kind, _, line)] = found.told
    assert kind == "block/block" and '<!-- wp:block {"ref":3} /-->]]>' in export[begin + line - 1]


def test_a_block_without_html_says_what_its_comment_says() -> None:
    data = '{"head":"What helps at night","_head":"field_5c","text":"<p>Breathe <b>out<\\/b>.<\\/p>"}'
    said = f'{{"data":{data},"align":"a b c"}}'
    found = read(f"<!-- wp:acf/box {said} /-->")
    assert shown(found.html) == "<p>What helps at night</p><p>Breathe <b>out</b>.</p>"
    assert found.told == [("block/acf/box", "changed", 1)]
    quoted = read('[testimonial text="It helped me a lot" author="Ann"]')
    assert shown(quoted.html) == "<p>It helped me a lot</p><p>Ann</p>"


def test_footnotes_of_the_editor_come_from_their_field() -> None:
    found = read(
        '<p>It is so<sup data-fn="u1"><a href="#u1" id="u1-link">1</a></sup></p><!-- wp:footnotes /-->',
        footnotes='[{"id":"u1","content":"Because <em>it<\\/em>."}]',
    )
    assert '<li id="u1">Because <em>it</em>. <a href="#u1-link">↩</a></li>' in found.html


LINKS = [
    ('<a href="/?p=2#x">l</a>', "https://old.example/2019/05/other/#x", []),
    ('<a href="http://www.old.example/2019/05/other">l</a>', "https://old.example/2019/05/other/", []),
    ('<a href="../other/">l</a>', "https://old.example/2019/05/other/", []),
    ('<a href="https://old.example/sheet/">l</a>', f"{UPLOADS}/sheet.pdf", [9]),
    ('<a href="#top">l</a>', "#top", []),
    ('<a href="mailto:a@x.example">l</a>', "mailto:a@x.example", []),
    ('<a href="https://x.example/a?b=1">l</a>', "https://x.example/a?b=1", []),
    ('<a href="http://[bad/">l</a>', "http://[bad/", []),
]


@pytest.mark.parametrize(("written", "leads", "files"), LINKS)
def test_links(written: str, leads: str, files: list[int]) -> None:
    found = read(written)
    assert (f'href="{leads}"' in found.html, found.files) == (True, files), found.html


PICTURES = [
    f'<img src="{UPLOADS}/sea-150x150.jpg" srcset="{UPLOADS}/sea-300x200.jpg 300w" sizes="x">',
    '<img src="//old.example/wp-content/uploads/2019/05/sea.jpg" alt="">',
    '<img src="https://i1.wp.com/old.example/wp-content/uploads/2019/05/sea.jpg?resize=300%2C200">',
    '<img src="data:image/gif;base64,R0lGOD" data-lazy-src="/wp-content/uploads/2019/05/sea-e1234567890-300x200.jpg">',
    f'<a href="{UPLOADS}/sea.jpg">\n<img src="{UPLOADS}/sea-300x200.jpg"></a>',
    '<img class="alignleft wp-image-7" src="https://cdn.example/sea-640w.jpg">',
]


@pytest.mark.parametrize("written", PICTURES)
def test_pictures_are_those_of_the_media_library(written: str) -> None:
    found = read(written)
    assert found.files == [7]
    assert f'src="{UPLOADS}/sea.jpg"' in found.html and 'alt="The sea"' in found.html
    assert "srcset" not in found.html and "lazy" not in found.html and "<a" not in found.html


def test_a_class_of_another_site_names_no_picture_of_this_one() -> None:
    assert read('<img class="wp-image-7" src="https://x.example/else.jpg" alt="E">').files == []


def test_elementor_without_a_text_says_what_its_fields_say() -> None:
    data = (
        '[{"elements":[{"settings":{"title":"Head"},"elements":[]},{"settings":{"editor":"<p>Words<\\/p>"},"elements":[]},'
        '{"settings":{"image":{"url":"https://old.example/wp-content/uploads/2019/05/sea.jpg"}}}]}]'
    )
    html = read("", _elementor_data=data).html
    assert html.index("<h2>Head</h2>") < html.index("Words") < html.index("sea.jpg")


PIECES = st.sampled_from(
    (
        *(
            "w",
            " ",
            "\n",
            "\n\n",
            "[",
            "]",
            "[gallery",
            ' ids="7"',
            "[/box]",
            "[box]",
            "[foo a=1]",
            "[private]",
            "[[x]]",
        ),
        *(
            "<p>",
            "</p>",
            "<b>",
            "<!-- wp:paragraph -->",
            "<!-- /wp:paragraph -->",
            "<!-- wp:acme/x /-->",
            "<!--",
            "-->",
        ),
        *(
            "<pre>",
            "</pre>",
            "<code>",
            "</code>",
            '<a href="',
            '">',
            "[/private]",
            "[ref]",
            "[/ref]",
            "[et_pb_row x=1\n]",
        ),
        *('<img src="x.jpg"', ">", "[caption]", "[/caption]", '<!-- wp:html {"a":1} -->', "<!-- /wp:html -->"),
    )
)


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_every_line_stays_the_line_that_it_was(content: str) -> None:
    html = read(content).html
    assert html == "" or html.count("\n") == content.replace("]]>", "").count("\n")


HOSTILE = (
    *(
        "[a",
        "[box][/box]",
        "[[",
        '[foo a="',
        "[caption]<img ",
        "[ref]x[/ref]",
        "[et_pb_row a=1]",
        "<!--",
        "<!-- wp:group -->",
    ),
    *("<!-- wp:gallery --><li ", "<!-- wp:verse --><pre ", "<!-- wp:file --><object ", '<a "', "<a <img ", "<li><pre"),
    *("\n \n", "<a href=x> <img src=x>"),
)


def test_twice_the_text_takes_twice_the_time() -> None:
    def work(piece: str, size: int) -> Callable[[], object]:
        return partial(read, piece * (size // len(piece)))

    found = {piece: growth(partial(work, piece), longest=32_000) for piece in HOSTILE}
    assert {piece: ratio for piece, ratio in found.items() if ratio > MOST} == {}


def test_the_page_for_editors_names_every_shortcode_that_has_something_in_its_place() -> None:
    page = (HOUSE / "docs/editors/moving-in-wordpress.md").read_text("utf-8")
    assert [name for name in TABLE if f"`{name}`" not in page] == []
