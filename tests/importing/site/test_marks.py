"""What programs have in their texts beside Markdown: what stands for it, and what is said."""

from __future__ import annotations

import pytest

from pipeline.importing.site import read
from pipeline.model.decisions import Decisions, Mapped
from tests.importing.site.samples import Files
from tests.support.origin import MemoryOrigin

HUGO: Files = {"hugo.toml": "baseURL = 'https://old.example/'\n", "static/a.png": b"", "content/other.md": "Other.\n"}
JEKYLL: Files = {
    "_config.yml": "title: A library\nbaseurl: /lib\n",
    "a.png": b"",
    "_posts/2020-01-01-other.md": "---\ntitle: Other\n---\nOther.\n",
    "_includes/note.html": "A note.",
    "_includes/box.html": "{{ include.x }}",
    "_data/people.yml": "jo: {name: Jo}\n",
}
MKDOCS: Files = {"mkdocs.yml": "site_name: A library\n", "docs/part.md": "A part.\n"}
MDX: Files = {"docusaurus.config.js": "module.exports = {};\n"}
NOTES: Files = {".obsidian/app.json": "{}", "Notes/Urge surfing.md": "Text.\n", "img/a.png": b""}
PATHS = {
    id(HUGO): "content/x.md",
    id(JEKYLL): "x.md",
    id(MKDOCS): "docs/x.md",
    id(MDX): "docs/x.mdx",
    id(NOTES): "X.md",
}


def cleaned(files: Files, text: str, decisions: Decisions | None = None) -> tuple[str, list[str]]:
    """The body of a text in such a site, and what was lost: kind, outcome and line, from the first of the body."""
    path = PATHS[id(files)]
    head = "---\ntitle: A title\nmood: calm\n---\n"
    found = read(MemoryOrigin({**files, path: head + text}), decisions or Decisions())
    item = next(item for item in found.items if item.id == path)
    assert item.body is not None
    told = [
        f"{loss.kind} {loss.outcome} {loss.place.line - 4}"
        for loss in item.losses
        if not loss.kind.startswith(("front/", "page/"))
    ]
    return item.body.text, told


@pytest.mark.parametrize(
    ("files", "text", "body", "losses"),
    [
        (HUGO, '{{< figure src="/a.png" alt="A [door]" >}}', "![A \\[door\\]](<../static/a.png>)", []),
        (
            HUGO,
            '{{< figure src="/a.png" alt="A door" caption="At <night>" >}}',
            '<figure><img src="../static/a.png" alt="A door"><figcaption>At &lt;night&gt;</figcaption></figure>',
            [],
        ),
        (HUGO, 'See [it]({{< relref "other.md#part" >}}).', "See [it](other.md#part).", []),
        (HUGO, "See [it]({{< ref gone >}}).", "See [it](#).", ["link/nowhere dropped 1"]),
        (HUGO, "Mood: {{% param mood %}}", "Mood: calm", []),
        (HUGO, "a\n{{% notice tip %}}\nInner.\n{{% /notice %}}\nb", "a\n!!! tip\n    Inner.\n\nb", []),
        (HUGO, '{{< alert type="danger" title="Stop" >}}x{{< /alert >}}', '!!! danger "Stop"\n    x\n', []),
        (HUGO, "In {{< hint >}}line{{< /hint >}} here", "In line here", []),
        (
            HUGO,
            "{{< youtube id=ab_1 >}}",
            "[Video on YouTube](<https://www.youtube.com/watch?v=ab_1>)",
            ["embed/youtube changed 1"],
        ),
        (HUGO, "{{< highlight go >}}\nx := 1\n{{< /highlight >}}", "```go\nx := 1\n```", []),
        (HUGO, '{{< button href="/other/" >}}Go{{< /button >}}', "[Go](<other.md>)", []),
        (HUGO, "a\n\n{{< contact id=3 >}} b", "a\n\n b", ["shortcode/contact dropped 3"]),
        (HUGO, "{{< fancy >}}Kept {{< icon x >}}words{{< /fancy >}}", "Kept words",
         ["look/icon dropped 1", "shortcode/fancy dropped 1"]),
        (HUGO, "Written about: {{</* figure */>}}", "Written about: `{{< figure >}}`", []),
        (HUGO, "{{< open", "{{< open", []),
        (JEKYLL, "[a]({% post_url 2020-01-01-other %})", "[a](_posts/2020-01-01-other.md)", []),
        (JEKYLL, "[a]({% link _posts/2020-01-01-other.md %})", "[a](_posts/2020-01-01-other.md)", []),
        (JEKYLL, "![A]({{ site.baseurl }}/a.png)", "![A](a.png)", []),
        (JEKYLL, "![A]({{ '/a.png' | relative_url }})", "![A](a.png)", []),
        (JEKYLL, "{{ page.mood }} {{ site.title }} {{ site.data.people.jo.name }}", "calm A library Jo", []),
        (JEKYLL, "x {{ page.nothing }}.", "x .", ["liquid/output dropped 1"]),
        (JEKYLL, "{% raw %}{{ page.mood }}{% endraw %}", "{{ page.mood }}", []),
        (JEKYLL, "{% include note.html %}", "A note.", []),
        (JEKYLL, "x {% include box.html x=1 %}", "x ", ["include/box.html dropped 1"]),
        (JEKYLL, "x\n{% if page.mood %}\ny\n{% endif %}\nz", "x\n\ny\n\nz", ["liquid/if dropped 2"]),
        (JEKYLL, "x {% for p in a %}<li>{{ p }}</li>{% endfor %}", "x ",
         ["liquid/output dropped 1", "liquid/for dropped 1"]),
        (JEKYLL, "{% highlight ruby linenos %}\nx = 1\n{% endhighlight %}", "```ruby\nx = 1\n```", []),
        (JEKYLL, "a {% comment %}never {{ x }}{% endcomment %}b", "a b", []),
        (MKDOCS, '--8<-- "part.md"\nx', "A part.\nx", []),
        (MKDOCS, 'x\n--8<-- "none.md"', "x\n", ["include/none.md dropped 2"]),
        (MKDOCS, "Done :material-check:{ .green }.", "Done .", ["look/icon dropped 1"]),
        (MKDOCS, "```\n:material-check:\n```", "```\n:material-check:\n```", []),
        (MDX, "import Tabs from '@theme/Tabs';\n\nx", "\n\nx", ["look/module dropped 1"]),
        (MDX, '<Tabs a="b">\n\nx\n\n</Tabs>{/* never */}', "\n\nx\n\n", ["component/Tabs changed 1"]),
        (NOTES, "[[Urge surfing]] [[Urge surfing#How to|that]]",
         "[Urge surfing](<Notes/Urge%20surfing.md>) [that](<Notes/Urge%20surfing.md#how-to>)", []),
        (NOTES, "![[a.png|300]] `[[code]]`", "![](<img/a.png>) `[[code]]`", []),
        (NOTES, "[[Gone]] %%never%%", "Gone ", ["link/nowhere dropped 1", "look/comment dropped 1"]),
    ],
)  # fmt: skip
def test_markup_of_programs_becomes_markdown(files: Files, text: str, body: str, losses: list[str]) -> None:
    assert cleaned(files, text) == (body, losses)


def test_people_decide_what_stands_for_a_shortcode() -> None:
    text = "a {{< contact id=3 >}}us{{< /contact >}}"
    link = Mapped(map="[{inner}](https://forms.example/{id})")
    assert cleaned(HUGO, text, Decisions(losses={"shortcode/contact": link})) == (
        "a [us](https://forms.example/3)",
        ["shortcode/contact changed 1"],
    )
    kept = Decisions(losses={"shortcode/contact": "keep"})
    assert cleaned(HUGO, text, kept) == ("a `{{< contact id=3 >}}us{{< /contact >}}`", ["shortcode/contact kept 1"])


@pytest.mark.parametrize(
    ("files", "text"),
    [
        (HUGO, "{{< a >}}" * 3_000 + "x" + "{{< /a >}}" * 3_000),
        (HUGO, "x {{< figure src=" + '"\\"' * 20_000 + " >}}"),
        (HUGO, "x" + "](a" * 20_000),
        (JEKYLL, "x" + "{% if x %}" * 5_000),
        (MDX, "x" + "<A " * 50_000),
        (NOTES, "x" + "[[a" * 30_000 + "]]"),
        (NOTES, "x " + "".join("`" * (count % 100 + 1) + " " for count in range(10_000))),
        (HUGO, " " * 100_000 + "x"),
    ],
)
def test_what_nobody_would_write_is_read_all_the_same(files: Files, text: str) -> None:
    body, _ = cleaned(files, text)
    assert "x" in body
