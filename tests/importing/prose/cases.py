"""What must come out of what other programs write: a source, its Markdown, and what is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Case(NamedTuple):
    """A text in its form, the Markdown that comes out, and how often each kind of loss is told."""

    source: str
    markdown: str
    told: Mapping[str, int] = MappingProxyType({})


HTML: dict[str, Case] = {
    "paragraphs": Case(
        "<p>One.</p>\n<p>Two.</p>",
        "One.\n\nTwo.",
    ),
    "source lines are no lines": Case(
        "<p>One\ntwo\n  three</p>",
        "One two three",
    ),
    "text without a paragraph": Case(
        "One <b>two</b>",
        "One **two**",
    ),
    "two breaks are a paragraph": Case(
        "One<br><br>Two<br />\n<br/>Three",
        "One\n\nTwo\n\nThree",
    ),
    "one break is a line": Case(
        "Line one<br>Line two",
        "Line one\\\nLine two",
    ),
    "breaks at the edges go": Case(
        "<p><br>One<br></p><p><br></p>",
        "One",
    ),
    "divs are paragraphs": Case(
        "<div>One</div><div><div>Two</div></div>",
        "One\n\nTwo",
    ),
    "empty paragraphs go": Case(
        "<p>One</p><p>&nbsp;</p><p> </p><p>Two</p>",
        "One\n\nTwo",
    ),
    "a paragraph in a paragraph": Case(
        "<p>One<p>Two",
        "One\n\nTwo",
    ),
    "text between blocks": Case(
        "One<p>Two</p>Three",
        "One\n\nTwo\n\nThree",
    ),
    "lines with a link here and there": Case(
        ('Talk to us:\nsee <a href="https://e.org/">here</a>\n\n00:00 Intro\n01:30 <b>Why</b> we slip &amp; fall'),
        "Talk to us:\\\nsee [here](https://e.org/)\n\n00:00 Intro\\\n01:30 **Why** we slip & fall",
    ),
    "a rule": Case(
        "<p>One</p><hr><p>Two</p>",
        "One\n\n---\n\nTwo",
    ),
    "a rule at the beginning goes": Case(
        "<hr><p>One</p>",
        "One",
    ),
    "a drawn rule": Case(
        "<p>One</p><p>* * *</p><p>Two</p>",
        "One\n\n---\n\nTwo",
    ),
    "an address block": Case(
        "<address>1 Road<br>Town</address>",
        "1 Road\\\nTown",
    ),
    "a hard space between words breaks": Case(
        "<p>One&nbsp;two&nbsp; three</p>",
        "One two three",
    ),
    "a hard space before a unit stays": Case(
        "<p>10&nbsp;kg, 5&nbsp;%</p>",
        "10\xa0kg, 5\xa0%",
    ),
    "a hard space of French stays": Case(
        "<p>Quoi&nbsp;? «&nbsp;Oui&nbsp;»</p>",
        "Quoi\xa0? «\xa0Oui\xa0»",
    ),
    "zero width spaces go": Case(
        "<p>re&#8203;covery&#xFEFF;</p>",
        "recovery",
    ),
    "soft hyphens go": Case(
        "<p>re&shy;covery</p>",
        "recovery",
    ),
    "tabs are spaces": Case(
        "<p>a\tb</p>",
        "a b",
    ),
    "bold and italic": Case(
        "<p><strong>b</strong> <b>b</b> <em>i</em> <i>i</i></p>",
        "**b b** *i i*",
    ),
    "both": Case(
        "<p><b><i>both</i></b> and <i>it <b>bold</b></i></p>",
        "***both*** and *it **bold***",
    ),
    "space inside a mark": Case(
        "<p>a<b> b </b>c</p>",
        "a **b** c",
    ),
    "an empty mark goes": Case(
        "<p>a<b></b><i> </i>b</p>",
        "a b",
    ),
    "marks side by side": Case(
        "<p><b>a</b><b>b</b></p>",
        "**ab**",
    ),
    "a mark in a word": Case(
        "<p>un<b>believ</b>able</p>",
        "un**believ**able",
    ),
    "a mark that stars can't make": Case(
        "<p>a<b>(b)</b>c</p>",
        "a<strong>(b)</strong>c",
    ),
    "a mark over paragraphs": Case(
        "<b><p>One</p><p>Two</p></b>",
        "**One**\n\n**Two**",
    ),
    "marks that cross": Case(
        "<p><b>a<i>b</b>c</i></p>",
        "**a*b***c",
    ),
    "a mark twice": Case(
        "<p><b><strong>b</strong></b></p>",
        "**b**",
    ),
    "struck out": Case(
        "<p><s>a</s> <del>b</del> <strike>c</strike></p>",
        "~~a b c~~",
    ),
    "inserted": Case(
        "<p><ins>a</ins> <u>b</u> <mark>c</mark></p>",
        "<ins>a</ins> <u>b</u> <mark>c</mark>",
    ),
    "raised and lowered": Case(
        "<p>H<sub>2</sub>O, x<sup>2</sup></p>",
        "H<sub>2</sub>O, x<sup>2</sup>",
    ),
    "keys": Case(
        "<p>Press <kbd>Ctrl</kbd>+<kbd>C</kbd></p>",
        "Press <kbd>Ctrl</kbd>+<kbd>C</kbd>",
    ),
    "a quotation in a line": Case(
        "<p>She said <q>no</q>, in <cite>The Book</cite>.</p>",
        "She said <q>no</q>, in <cite>The Book</cite>.",
    ),
    "an abbreviation": Case(
        ('<p><abbr title="World Health Organization">WHO</abbr> <acronym title="x">Y</acronym> <abbr>Z</abbr></p>'),
        '<abbr title="World Health Organization">WHO</abbr> <abbr title="x">Y</abbr> Z',
        {"attribute/title": 1},
    ),
    "small, big and font are words": Case(
        '<p><small>a</small> <big>b</big> <font color="red">c</font></p>',
        "a b c",
        {"attribute/color": 1, "tag/big": 1, "tag/font": 1},
    ),
    "bold by a style": Case(
        '<p><span style="font-weight: bold">a</span> <span style="font-style:italic">b</span></p>',
        "**a** *b*",
        {"attribute/style": 2},
    ),
    "bold that is none": Case(
        '<b style="font-weight:normal"><p>Text from Docs</p></b>',
        "Text from Docs",
        {"attribute/style": 1},
    ),
    "code in a line": Case(
        "<p>Run <code>a * b</code>, <tt>x`y</tt></p>",
        "Run `a * b`, `` x`y ``",
    ),
    "ruby": Case(
        "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>",
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
    ),
    "a variable and a definition": Case(
        "<p><var>x</var> is a <dfn>term</dfn></p>",
        "*x* is a *term*",
    ),
    "a place to break a word": Case(
        "<p>long<wbr>word</p>",
        "longword",
    ),
    "stars and lines": Case(
        "<p>2 * 3 * 4, snake_case_name, _x_ and *y*</p>",
        "2 * 3 * 4, snake_case_name, \\_x\\_ and \\*y\\*",
    ),
    "a number and a dot": Case(
        "<p>1. January</p><p>2024. It was</p>",
        "1\\. January\n\n2024\\. It was",
    ),
    "a hyphen at the beginning": Case(
        "<p>- not a list</p>",
        "\\- not a list",
    ),
    "a hash": Case(
        "<p># not a heading</p><p>#hashtag</p>",
        "\\# not a heading\n\n\\#hashtag",
    ),
    "a quote sign": Case(
        "<p>&gt; said</p>",
        "\\> said",
    ),
    "a plus": Case(
        "<p>+ more</p>",
        "\\+ more",
    ),
    "brackets": Case(
        "<p>[sic] [1] [a](b) ![a](b) [a]: b [^1]</p>",
        "[sic] [1] \\[a\\](b) !\\[a\\](b) \\[a\\]: b \\[^1]",
    ),
    "a box to tick": Case(
        "<p>[ ] to do</p>",
        "\\[ ] to do",
    ),
    "pipes": Case(
        "<p>| a | b |<br>|---|---|</p>",
        "| a | b |\\\n|---|---|",
    ),
    "tags as text": Case(
        "<p>Use &lt;b&gt; and &lt;!-- --&gt;</p>",
        "Use \\<b> and \\<!-- -->",
    ),
    "entities as text": Case(
        "<p>AT&amp;T &copy; &#169;</p>",
        "AT&T © ©",
    ),
    "backticks": Case(
        "<p>`a` ``` ~~~</p>",
        "\\`a\\` \\`\\`\\` ~~~",
    ),
    "a backslash": Case(
        "<p>C:\\dir \\* \\</p>",
        "C:\\\\dir \\\\\\* \\\\",
    ),
    "tildes": Case(
        "<p>~~a~~ ~5 minutes</p>",
        "\\~\\~a\\~\\~ \\~5 minutes",
    ),
    "attributes as text": Case(
        "<p>text {: .class} and {#id}</p>",
        "text \\{: .class} and \\{#id}",
    ),
    "curly tags": Case(
        "<p>{{ name }} and {% tag %}</p>",
        "{{ name }} and {% tag %}",
    ),
    "an emoji code": Case(
        "<p>I :smile: you</p>",
        "I \\:smile: you",
    ),
    "a colon at the beginning": Case(
        "<p>Term</p><p>: not its meaning</p>",
        "Term\n\n\\: not its meaning",
    ),
    "three colons": Case(
        "<p>::: note</p>",
        "\\:\\:\\: note",
    ),
    "three exclamation marks": Case(
        "<p>!!! note</p>",
        "\\!\\!\\! note",
    ),
    "equals below a line": Case(
        "<p>Title<br>=====<br>text</p>",
        "Title\n\n---\n\ntext",
    ),
    "hyphens below a line": Case(
        "<p>Title<br>---</p>",
        "Title\n\n---",
    ),
    "a fence": Case(
        "<p>```python<br>x</p>",
        "\\`\\`\\`python\\\nx",
    ),
    "a picture sign before a link": Case(
        '<p>Wow!<a href="https://e.org/">here</a></p>',
        "Wow\\![here](https://e.org/)",
    ),
    "a wiki link": Case(
        "<p>[[Page]] and ![[a.png]]</p>",
        "\\[[Page]\\] and !\\[[a.png]\\]",
    ),
    "a time in brackets": Case(
        "<p>[00:12] Intro</p>",
        "[00:12] Intro",
    ),
    "money and percent": Case(
        "<p>$5 and $6, 5% %%</p>",
        "$5 and $6, 5% %%",
    ),
    "headings begin at the second level": Case(
        "<h1>A</h1><p>x</p><h2>B</h2><p>x</p><h1>C</h1>",
        "## A\n\nx\n\n### B\n\nx\n\n## C",
    ),
    "headings without holes": Case(
        "<h4>A</h4><p>x</p><h6>B</h6><p>x</p><h4>C</h4>",
        "## A\n\nx\n\n### B\n\nx\n\n## C",
    ),
    "an empty heading goes": Case(
        "<h2> </h2><p>x</p>",
        "x",
    ),
    "a bold heading": Case(
        "<h2><strong>A</strong> b</h2>",
        "## A b",
    ),
    "a heading with a link": Case(
        '<h2><a href="https://e.org/">A</a></h2>',
        "## [A](https://e.org/)",
    ),
    "a heading in two lines": Case(
        "<h2>A<br>B</h2>",
        "## A B",
    ),
    "a heading with a picture": Case(
        '<h2><img src="a.jpg" alt="A"></h2>',
        "![A](a.jpg)",
    ),
    "a heading with a number": Case(
        "<h2>1. First</h2><h2># 2</h2>",
        "## 1. First\n\n## # 2",
    ),
    "a heading in a link": Case(
        '<a href="https://e.org/"><h3>A</h3></a>',
        "## [A](https://e.org/)",
    ),
    "bullets": Case(
        "<ul><li>a</li><li>b</li></ul>",
        "- a\n- b",
    ),
    "numbers": Case(
        "<ol><li>a</li><li>b</li></ol>",
        "1. a\n2. b",
    ),
    "numbers from three": Case(
        '<ol start="3"><li>a</li><li>b</li></ol>',
        "3. a\n4. b",
    ),
    "ten numbers": Case(
        (
            "<ol><li>i1</li><li>i2</li><li>i3</li><li>i4</li><li>i5</li><li>i6</li><li>i7</li><li>i8</l"
            "i><li>i9</li><li>i10</li></ol>"
        ),
        "1. i1\n2. i2\n3. i3\n4. i4\n5. i5\n6. i6\n7. i7\n8. i8\n9. i9\n10. i10",
    ),
    "a list in an item": Case(
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
        "- a\n  - b\n- c",
    ),
    "a list beside an item": Case(
        "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>",
        "- a\n  - b\n- c",
    ),
    "a list without ends": Case(
        "<ul><li>a<li>b</ul>",
        "- a\n- b",
    ),
    "items without a list": Case(
        "<li>a</li><li>b</li>",
        "- a\n- b",
    ),
    "text in a list": Case(
        "<ul>x<li>a</li></ul>",
        "- x\n- a",
    ),
    "an empty item goes": Case(
        "<ul><li></li><li>a</li></ul>",
        "- a",
    ),
    "items of paragraphs": Case(
        "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>",
        "- a\n\n  b\n\n- c",
    ),
    "an item of one paragraph": Case(
        "<ul><li><p>a</p></li><li><p>b</p></li></ul>",
        "- a\n- b",
    ),
    "breaks in an item": Case(
        "<ul><li>a<br>b</li></ul>",
        "- a\\\n  b",
    ),
    "two lists": Case(
        "<ul><li>a</li></ul><ul><li>b</li></ul>",
        "- a\n\n* b",
    ),
    "a list of breaks": Case(
        "<p>Bring:<br>• pen<br>• paper</p>",
        "Bring:\n\n- pen\n- paper",
    ),
    "a list of hyphens": Case(
        "<p>- pen<br>- paper</p>",
        "- pen\n- paper",
    ),
    "a list of numbers": Case(
        "<p>1. Stop<br>2. Think<br>3. Act</p>",
        "1. Stop\n2. Think\n3. Act",
    ),
    "numbers that don't count are no list": Case(
        "<p>5. May<br>9. June</p>",
        "5\\. May\\\n9\\. June",
    ),
    "signs in items go": Case(
        "<ul><li>• a</li><li>· b</li></ul>",
        "- a\n- b",
    ),
    "a list of a list": Case(
        "<ul><li><ul><li>a</li></ul></li></ul>",
        "- a",
    ),
    "numbers in bullets": Case(
        "<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul>",
        "- a\n  1. b\n  2. c",
    ),
    "tasks": Case(
        '<ul><li><input type="checkbox"> a</li><li><input type="checkbox" checked> b</li></ul>',
        "- [ ] a\n- [x] b",
    ),
    "a quote in an item": Case(
        "<ul><li>a<blockquote>q</blockquote></li></ul>",
        "- a\n\n  > q",
    ),
    "code in an item": Case(
        "<ol><li>a<pre>x\n  y</pre></li></ol>",
        "1. a\n\n   ```\n   x\n     y\n   ```",
    ),
    "a heading in an item": Case(
        "<ul><li><h3>A</h3>text</li></ul>",
        "- ## A\n\n  text",
    ),
    "a list of Word": Case(
        (
            '<p class="MsoListParagraphCxSpFirst" style="mso-list:l0 level1 lfo1"><span style="mso'
            '-list:Ignore">·<span>&nbsp;&nbsp;</span></span>One</p><p class="MsoListParagraphCxSpMidd'
            'le" style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">o</span>Two</p><p c'
            'lass="MsoListParagraphCxSpLast" style="mso-list:l0 level1 lfo1"><span style="mso-list'
            ':Ignore">·</span>Three</p>'
        ),
        "- One\n  - Two\n- Three",
    ),
    "a numbered list of Word": Case(
        (
            '<p class="MsoListParagraph" style="mso-list:l1 level1 lfo2"><span style="mso-list:Ign'
            'ore">1.</span>One</p><p class="MsoListParagraph" style="mso-list:l1 level1 lfo2"><spa'
            'n style="mso-list:Ignore">2.</span>Two</p>'
        ),
        "1. One\n2. Two",
    ),
    "definitions": Case(
        "<dl><dt>A</dt><dd>one</dd><dt>B</dt><dd>two</dd><dd>three</dd></dl>",
        "A\n:   one\n\nB\n:   two\n:   three",
    ),
    "two terms": Case(
        "<dl><dt>A</dt><dt>B</dt><dd>one</dd></dl>",
        "A, B\n:   one",
    ),
    "a meaning without a term": Case(
        "<dl><dd>one</dd></dl>",
        "one",
    ),
    "definitions in divs": Case(
        "<dl><div><dt>A</dt><dd>one</dd></div><div><dt>B</dt><dd>two</dd></div></dl>",
        "A\n:   one\n\nB\n:   two",
    ),
    "a quote": Case(
        "<blockquote><p>a</p><p>b</p></blockquote>",
        "> a\n>\n> b",
    ),
    "a quote of a quote": Case(
        "<blockquote>a<blockquote>b</blockquote></blockquote>",
        "> a\n>\n> > b",
    ),
    "a quote with its source": Case(
        "<blockquote><p>a</p><cite>Someone</cite></blockquote>",
        "> a\n>\n> <cite>Someone</cite>",
    ),
    "a pull quote": Case(
        '<figure class="wp-block-pullquote"><blockquote><p>a</p><cite>S</cite></blockquote></figure>',
        "> a\n>\n> <cite>S</cite>",
        {"attribute/class": 1},
    ),
    "code": Case(
        "<pre><code>a &lt; b\n  c\n</code></pre>",
        "```\na < b\n  c\n```",
    ),
    "code in a language": Case(
        '<pre><code class="language-python">x = 1</code></pre>',
        "```python\nx = 1\n```",
    ),
    "code of a program that colours it": Case(
        (
            '<div class="language-ruby highlighter-rouge"><div class="highlight"><pre class="highl'
            'ight"><code><span class="k">def</span> x</code></pre></div></div>'
        ),
        "```ruby\ndef x\n```",
        {"attribute/class": 3},
    ),
    "code with numbers": Case(
        (
            '<div class="highlight"><table class="highlighttable"><tr><td class="linenos"><pre>1\n'
            '2</pre></td><td class="code"><pre><code>a\nb</code></pre></td></tr></table></div>'
        ),
        "```\na\nb\n```",
        {"attribute/class": 1},
    ),
    "code with a fence in it": Case(
        "<pre>```\nx\n```</pre>",
        "````\n```\nx\n```\n````",
    ),
    "code that would be a form": Case(
        '<pre><code class="language-form">- text: x</code></pre>',
        "```\n- text: x\n```",
    ),
    "verses": Case(
        '<pre class="wp-block-verse">Roses\nViolets</pre>',
        "Roses\\\nViolets",
        {"attribute/class": 1},
    ),
    "what is folded": Case(
        "<details><summary>More</summary><p>a</p><ul><li>b</li></ul></details>",
        "<details>\n<summary>More</summary>\n\na\n\n- b\n\n</details>",
    ),
    "what is open": Case(
        "<details open><summary>More <em>now</em></summary>a</details>",
        "<details open>\n<summary>More <em>now</em></summary>\n\na\n\n</details>",
    ),
    "a box": Case(
        '<div class="admonition warning"><p class="admonition-title">Warning</p><p>a</p></div>',
        "> [!WARNING]\n> a",
        {"attribute/class": 2},
    ),
    "a box with a title": Case(
        '<div class="admonition tip"><p class="admonition-title">Try this</p><p>a</p></div>',
        '!!! tip "Try this"\n\n    a',
        {"attribute/class": 2},
    ),
    "a box of GitHub": Case(
        ('<div class="markdown-alert markdown-alert-note"><p class="markdown-alert-title">Note</p><p>a</p></div>'),
        "> [!NOTE]\n> a",
        {"attribute/class": 2},
    ),
    "a table": Case(
        ("<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"),
        "| A | B |\n|---|---|\n| 1 | 2 |",
    ),
    "a table without a head": Case(
        "<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        {"table/no-head": 1},
    ),
    "alignment": Case(
        (
            '<table><tr><th>A</th><th style="text-align:right">B</th></tr><tr><td align="center">1<'
            '/td><td style="text-align: right">2</td></tr></table>'
        ),
        "| A | B |\n|---|--:|\n| 1 | 2 |",
    ),
    "a pipe in a cell": Case(
        "<table><tr><th>A</th><th>B</th></tr><tr><td>a|b</td><td><code>c|d</code></td></tr></table>",
        "| A | B |\n|---|---|\n| a\\|b | `c\\|d` |",
    ),
    "breaks and lists in a cell": Case(
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>a<br>b</td><td><ul><li>c</li><li>d</li></ul></td></tr></table>"),
        "| A | B |\n|---|---|\n| a<br>b | • c<br>• d |",
        {"table/blocks": 1},
    ),
    "cells that cover others": Case(
        ('<table><tr><th colspan="2">A</th></tr><tr><td rowspan="2">1</td><td>2</td></tr><tr><td>3</td></tr></table>'),
        "| A |  |\n|---|---|\n| 1 | 2 |\n|  | 3 |",
        {"table/span": 1},
    ),
    "a caption": Case(
        "<table><caption>Costs</caption><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
        "Costs\n\n| A | B |\n|---|---|\n| 1 | 2 |",
    ),
    "a table of one column": Case(
        "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>",
        "a\n\nb",
    ),
    "a table that lays out": Case(
        '<table role="presentation"><tr><td><h2>A</h2><p>a</p></td><td><p>b</p></td></tr></table>',
        "## A\n\na\n\nb",
        {"attribute/role": 1},
    ),
    "a table in a table": Case(
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td><table><tr><td>1</td><td>2</td></tr></table></"
            "td><td>3</td></tr></table>"
        ),
        "| A | B |\n|---|---|\n| 1<br>2 | 3 |",
        {"table/nested": 1},
    ),
    "rows of unlike length": Case(
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>"),
        "| A | B |  |\n|---|---|---|\n| 1 |  |  |\n| 1 | 2 | 3 |",
    ),
    "marks and links in cells": Case(
        (
            '<table><tr><th>A</th><th>B</th></tr><tr><td><b>1</b></td><td><a href="https://e.org/">x<'
            "/a></td></tr></table>"
        ),
        "| A | B |\n|---|---|\n| **1** | [x](https://e.org/) |",
    ),
    "a row with a head": Case(
        '<table><tr><th></th><th>B</th></tr><tr><th scope="row">r</th><td>1</td></tr></table>',
        "|  | B |\n|---|---|\n| r | 1 |",
    ),
    "a link": Case(
        '<p><a href="https://e.org/a" title="t" target="_blank" rel="noopener">a</a></p>',
        "[a](https://e.org/a)",
        {"attribute/rel": 1, "attribute/target": 1, "attribute/title": 1},
    ),
    "a relative link": Case(
        '<p><a href="../other/">a</a> <a href="/x?p=1">b</a> <a href="//e.org/">c</a></p>',
        "[a](https://old.example/blog/other/) [b](https://old.example/x?p=1) [c](https://e.org/)",
    ),
    "an address as its words": Case(
        '<p><a href="https://e.org/a">https://e.org/a</a></p>',
        "<https://e.org/a>",
    ),
    "a bare address": Case(
        "<p>See https://e.org/a_b(c), or (https://e.org/d).</p>",
        "See <https://e.org/a_b(c)>, or (<https://e.org/d>).",
    ),
    "a mail address": Case(
        ('<p><a href="mailto:a@e.org">a@e.org</a>, write to b@e.org, <a href="mailto:c@e.org?subject=x">us</a></p>'),
        "<a@e.org>, write to <b@e.org>, [us](mailto:c@e.org?subject=x)",
    ),
    "a telephone": Case(
        '<p><a href="tel:+44 20 7946 0000">call</a></p>',
        "[call](tel:+442079460000)",
    ),
    "campaigns": Case(
        '<p><a href="https://e.org/a?utm_source=x&amp;b=1&amp;fbclid=y">a</a></p>',
        "[a](https://e.org/a?b=1)",
        {"link/tracking": 1},
    ),
    "a link that leads on": Case(
        (
            '<p><a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fe.org%2Fa&a'
            'mp;data=x">a</a></p>'
        ),
        "[a](https://e.org/a)",
        {"link/tracking": 1},
    ),
    "a script": Case(
        ('<p><a href="javascript:alert(1)">a</a> <a href="JaVa\nScript:x">b</a> <a href="data:text/html,x">c</a></p>'),
        "a b c",
        {"link/data": 1, "link/javascript": 2},
    ),
    "a file of one computer": Case(
        '<p><a href="file:///C:/x.pdf">a</a> <a href="C:\\x.pdf">b</a></p>',
        "a b",
        {"link/file": 1, "link/scheme": 1},
    ),
    "no address": Case(
        '<p><a href="">a</a> <a>b</a> <a href="http://[">c</a></p>',
        "[a](https://old.example/blog/post/) b c",
        {"link/unreadable": 1},
    ),
    "a link without words": Case(
        '<p>a<a href="https://e.org/"></a>b</p>',
        "ab",
        {"link/empty": 1},
    ),
    "a link around a block": Case(
        '<a href="https://e.org/"><p>One</p><p>Two</p></a>',
        "[One](https://e.org/)\n\n[Two](https://e.org/)",
    ),
    "words that are another address": Case(
        '<p><a href="https://bit.ly/x">https://e.org/a</a></p>',
        "<https://e.org/a>",
        {"link/elsewhere": 1},
    ),
    "to the top": Case(
        '<p><a href="#top">a</a> <a href="#">b</a></p>',
        "a b",
    ),
    "words in the place of a host": Case(
        '<p>It <a href="http://put it on another page">depends</a> on it.</p>',
        "It depends on it.",
        {"link/unreadable": 1},
    ),
    "an address that is put together by a program is text": Case(
        "<p>See https://e.org/ and 'https://'.substr($x).</p>",
        "See <https://e.org/> and 'https://'.substr($x).",
    ),
    "a place that a link leads to leaves what is around it as it is": Case(
        '<p><a href="#p">a</a></p><p><a name="p"></a>[1] Lively, <em>On It</em> (Oxford 1962) -- p. 12-13.</p>',
        '[a](#p)\n\n<a id="p"></a>[1] Lively, *On It* (Oxford 1962) -- p. 12-13.',
    ),
    "within the text": Case(
        '<p><a href="#part">a</a></p><p id="part">Here</p>',
        '[a](#part)\n\n<a id="part"></a>Here',
    ),
    "to a heading": Case(
        (
            '<p><a href="#what-now">a</a> <a href="#h">b</a></p><h2 id="what-now">What now</h2><p'
            '>x</p><h2 id="h">Other words</h2>'
        ),
        '[a](#what-now) [b](#h)\n\n## What now\n\nx\n\n## <a id="h"></a>Other words',
    ),
    "to nothing": Case(
        '<p><a href="#gone">a</a></p>',
        "a",
        {"link/within": 1},
    ),
    "an address with brackets and spaces": Case(
        '<p><a href="/a b(c).pdf">a</a></p>',
        "[a](<https://old.example/a%20b(c).pdf>)",
    ),
    "two buttons": Case(
        '<p><a href="/a.pdf">A</a><a href="/a.pdf" download>Load</a></p>',
        "[A](https://old.example/a.pdf) [Load](https://old.example/a.pdf)",
        {"attribute/download": 1},
    ),
    "a table with words between its cells": Case(
        "<table><tr>lost<td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
        "lost\n\na\n\nb\n\nc\n\nd",
    ),
    "definitions with words between them": Case(
        "<dl>lost<dt>A</dt><dd>b</dd></dl>",
        "lost\n\nA\n\nb",
    ),
    "a box with a title alone": Case(
        '<div class="admonition tip"><p class="admonition-title">Alone</p></div>',
        "**Alone**",
        {"attribute/class": 2},
    ),
    "a link in bold": Case(
        '<p><b><a href="https://e.org/">a</a></b> <a href="https://e.org/"><b>b</b></a></p>',
        "**[a](https://e.org/) [b](https://e.org/)**",
    ),
    "a link with brackets in its words": Case(
        '<p><a href="https://e.org/">[a] (b)</a></p>',
        "[[a] (b)](https://e.org/)",
    ),
    "a picture": Case(
        '<p><img src="a.jpg" alt="A path" width="300" class="x"></p>',
        "![A path](a.jpg)",
    ),
    "a picture without words": Case(
        '<p><img src="a.jpg"></p>',
        "![](a.jpg)",
        {"picture/no-alt": 1},
    ),
    "a picture with a title": Case(
        '<p><img src="a.jpg" title="A path"></p>',
        "![A path](a.jpg)",
    ),
    "words with brackets": Case(
        '<p><img src="a.jpg" alt="A [x] *y*"></p>',
        "![A \\[x\\] \\*y\\*](a.jpg)",
    ),
    "the largest": Case(
        '<img src="a-300.jpg" srcset="a-300.jpg 300w, a-1024.jpg 1024w, a-768.jpg 768w" alt="A">',
        "![A](a-1024.jpg)",
    ),
    "a picture that comes late": Case(
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="a.jpg" alt="A">',
        "![A](a.jpg)",
    ),
    "a late picture and its double": Case(
        ('<img class="lazy" data-src="a.jpg" src="x.gif" alt="A"><noscript><img src="a.jpg" alt="A"></noscript>'),
        "![A](a.jpg)",
    ),
    "several sources": Case(
        '<picture><source srcset="a.webp" type="image/webp"><img src="a.jpg" alt="A"></picture>',
        "![A](a.jpg)",
    ),
    "a caption of a picture": Case(
        '<figure><img src="a.jpg" alt="A path"><figcaption>In <em>June</em></figcaption></figure>',
        "![A path](a.jpg)\n\n*In June*",
    ),
    "a caption for words": Case(
        '<figure><img src="a.jpg"><figcaption>In June</figcaption></figure>',
        "![In June](a.jpg)\n\n*In June*",
    ),
    "a picture that leads to itself": Case(
        '<a href="a.jpg"><img src="a-300x200.jpg" alt="A"></a>',
        "![A](a.jpg)",
    ),
    "a picture that leads elsewhere": Case(
        '<a href="https://e.org/"><img src="a.jpg" alt="A"></a>',
        "[![A](a.jpg)](https://e.org/)",
    ),
    "a picture that isn't there": Case(
        '<p><img src="https://e.org/missing.jpg" alt="A path"></p>',
        "[A path](https://e.org/missing.jpg)",
        {"picture/missing": 1},
    ),
    "an emoji": Case(
        '<p>Hi <img class="emoji" alt="😀" src="https://s.w.org/images/core/emoji/x.svg"></p>',
        "Hi 😀",
    ),
    "a pixel that counts": Case(
        '<p>a<img src="https://e.org/p.gif" width="1" height="1"></p>',
        "a",
        {"picture/tracking": 1},
    ),
    "a gallery": Case(
        (
            '<figure class="gallery"><figure><img src="a.jpg" alt="A"></figure><figure><img src="'
            'b.jpg" alt="B"></figure></figure>'
        ),
        "![A](a.jpg)\n\n![B](b.jpg)",
        {"attribute/class": 1},
    ),
    "attributes without a name that there could be": Case(
        "<p>a <b {if=1 \"}='x' {}>b</b></p>",
        "a **b**",
        {"attribute/other": 3},
    ),
    "a film of the time of Flash is said once": Case(
        (
            '<object data="x.swf"><param name="movie" value="http://www.youtube.com/v/aBcDeFg1234&hl=en">'
            '<embed src="http://www.youtube.com/v/aBcDeFg1234&hl=en"></object>'
        ),
        "[Video (YouTube)](https://www.youtube.com/watch?v=aBcDeFg1234)",
        {"embed/youtube": 1},
    ),
    "a film of the time of Flash by its parameter": Case(
        '<object><param name="movie" value="http://vimeo.com/moogaloop.swf?clip_id=12345&fullscreen=1"></object>',
        "[Video (Vimeo)](https://vimeo.com/12345)",
        {"embed/vimeo": 1},
    ),
    "a film of YouTube": Case(
        ('<iframe width="560" src="https://www.youtube-nocookie.com/embed/aBcDeFg1234?start=30"></iframe>'),
        "[Video (YouTube)](https://www.youtube.com/watch?v=aBcDeFg1234&t=30)",
        {"embed/youtube": 1},
    ),
    "a film with a title": Case(
        '<iframe src="https://www.youtube.com/embed/aBcDeFg1234" title="How urges pass"></iframe>',
        "[How urges pass](https://www.youtube.com/watch?v=aBcDeFg1234)",
        {"embed/youtube": 1},
    ),
    "a film of Vimeo": Case(
        '<iframe src="//player.vimeo.com/video/123456789?h=abc"></iframe>',
        "[Video (Vimeo)](https://vimeo.com/123456789/abc)",
        {"embed/vimeo": 1},
    ),
    "a show of Spotify": Case(
        ('<iframe src="https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk?utm_source=generator"></iframe>'),
        "[Audio (Spotify)](https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk)",
        {"embed/spotify": 1},
    ),
    "sound of SoundCloud": Case(
        (
            '<iframe src="https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b&amp;color='
            '%23ff5500"></iframe>'
        ),
        "[Audio (SoundCloud)](https://soundcloud.com/a/b)",
        {"embed/soundcloud": 1},
    ),
    "a frame of a stranger": Case(
        '<iframe src="https://forms.e.org/x"></iframe>',
        "[forms.e.org](https://forms.e.org/x)",
        {"html/iframe": 1},
    ),
    "a frame without an address": Case(
        "<iframe></iframe>",
        "",
        {"html/iframe": 1},
    ),
    "an address alone in its line": Case(
        "<p>https://www.youtube.com/watch?v=aBcDeFg1234</p>",
        "[Video (YouTube)](https://www.youtube.com/watch?v=aBcDeFg1234)",
        {"embed/youtube": 1},
    ),
    "an address among words": Case(
        "<p>See https://www.youtube.com/watch?v=aBcDeFg1234 now</p>",
        "See <https://www.youtube.com/watch?v=aBcDeFg1234> now",
    ),
    "a block that embeds": Case(
        (
            '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n'
            "https://vimeo.com/123456789\n</div><figcaption>A talk</figcaption></figure>"
        ),
        "[Video (Vimeo)](https://vimeo.com/123456789)\n\n*A talk*",
        {"attribute/class": 2, "embed/vimeo": 1},
    ),
    "a recording": Case(
        '<audio controls src="talk-one.mp3"></audio>',
        "[talk one](https://old.example/blog/post/talk-one.mp3)",
        {"html/audio": 1},
    ),
    "a film of its own": Case(
        '<video controls><source src="a_film.mp4" type="video/mp4">Your browser is old.</video>',
        "[a film](https://old.example/blog/post/a_film.mp4)",
        {"html/video": 1},
    ),
    "an object": Case(
        '<object data="a.pdf" type="application/pdf"><a href="a.pdf">A</a></object>',
        "[A](https://old.example/blog/post/a.pdf)",
        {"html/object": 1},
    ),
    "a script and a style": Case(
        "<p>a</p><script>var x = '<p>';</script><style>p {}</style>",
        "a",
        {"html/script": 1},
    ),
    "a form": Case(
        ('<form><label>Name <input name="n"></label><select><option>x</option></select><button>Send</button></form>'),
        "Name Send",
        {"html/button": 1, "html/input": 1, "html/select": 1},
    ),
    "a drawing": Case(
        "<p>a <svg><title>t</title><path d='x'/></svg> b</p>",
        "a b",
        {"html/svg": 1},
    ),
    "a comment": Case(
        "<!-- wp:paragraph --><p>a<!-- more --></p><!-- /wp:paragraph -->",
        "a",
    ),
    "an element of nobody": Case(
        "<p><o:p>a</o:p> <my-el>b</my-el></p>",
        "a b",
        {"tag/other": 2},
    ),
    "styles and classes": Case(
        '<p class="a" style="b" data-x="1" onclick="c">a</p>',
        "a",
        {"attribute/class": 1, "attribute/data": 1, "attribute/on": 1, "attribute/style": 1},
    ),
    "letters of another encoding": Case(
        "<p>Ã©tÃ© â€œsoâ€\x9d donâ€™t</p>",
        "été “so” don’t",
        {"letters/encoding": 1},
    ),
    "letters of Windows": Case(
        "<p>\x93so\x94 \x96 don\x92t</p>",
        "“so” – don’t",
    ),
    "entities twice": Case(
        "<p>a &amp;amp; b&amp;nbsp;c &amp;#8217;s</p>",
        "a & b c ’s",
        {"letters/entity": 1},
    ),
    "tags that were escaped": Case(
        "&lt;p&gt;a &lt;b&gt;b&lt;/b&gt;&lt;/p&gt;",
        "a **b**",
        {"text/escaped": 1},
    ),
    "controls": Case(
        "<p>a\u0007b\u001b[31m</p>",
        "ab\\[31m",
    ),
    "another language": Case(
        '<p>It is called <span lang="fr">la volonté</span>.</p>',
        'It is called <span lang="fr">la volonté</span>.',
    ),
    "from right to left": Case(
        '<p dir="rtl" lang="he">\u05e9\u05dc\u05d5\u05dd</p>',
        '<div dir="rtl">\n\n\u05e9\u05dc\u05d5\u05dd\n\n</div>',
    ),
    "one language everywhere": Case(
        '<p><span lang="EN-US">All of it</span></p>',
        "All of it",
    ),
    "notes of Markdown": Case(
        (
            '<p>a<sup id="fnref:x"><a href="#fn:x" class="footnote">1</a></sup></p><div class="f'
            'ootnotes"><ol><li id="fn:x"><p>Note <a href="#fnref:x">↩</a></p></li></ol></div>'
        ),
        "a[^x]\n\n[^x]: Note",
    ),
    "notes of WordPress": Case(
        (
            '<p>a<sup data-fn="u1" class="fn"><a href="#u1" id="u1-link">1</a></sup></p><ol cla'
            'ss="wp-block-footnotes"><li id="u1">Note <a href="#u1-link">↩︎</a></li></ol>'
        ),
        "a[^1]\n\n[^1]: Note",
    ),
    "notes of Word": Case(
        (
            '<p>a<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a></p><hr><div id="ftn1"><p><a '
            'href="#_ftnref1" name="_ftn1">[1]</a> Note</p></div>'
        ),
        "a[^1]\n\n[^1]: Note",
    ),
    "notes of Word whose names an editor took away": Case(
        (
            '<p>a<a href="#_ftn8">[8]</a> b<a href="#_edn2">[ii]</a></p><p><a href="#_ftnref8">[8]</a> Note</p>'
            '<p><a href="#_ednref2">[ii]</a> End</p>'
        ),
        "a[^1] b[^2]\n\n[^1]: Note\n\n[^2]: End",
    ),
    "notes of LibreOffice whose names an editor took away": Case(
        (
            '<p>a<sup><a href="#sdfootnote12sym">12</a></sup></p><p><a href="#sdfootnote12anc">12</a>Note</p>'
            '<p>See <a href="#sdfootnote9anc">9</a></p>'
        ),
        "a[^1]\n\nSee 9\n\n[^1]: Note",
        {"link/within": 1},
    ),
    "notes of mammoth": Case(
        (
            '<p>a<sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup></p><ol><li id="footn'
            'ote-1"><p>Note <a href="#footnote-ref-1">↑</a></p></li></ol>'
        ),
        "a[^1]\n\n[^1]: Note",
    ),
    "a note twice": Case(
        (
            '<p>a<sup><a id="r1" href="#fn1">1</a></sup> b<sup><a id="r2" href="#fn1">1</a></su'
            'p></p><ol><li id="fn1">Note <a href="#r1">↩</a> <a href="#r2">↩</a></li></ol>'
        ),
        "a[^1] b[^1]\n\n[^1]: Note",
    ),
    "a note of paragraphs": Case(
        (
            '<p>a<sup><a id="r1" href="#fn1">1</a></sup></p><ol><li id="fn1"><p>One</p><p>Two <a '
            'href="#r1">↩</a></p></li></ol>'
        ),
        "a[^1]\n\n[^1]: One\n\n    Two",
    ),
    "a list of contents is no note": Case(
        '<ol><li><a href="#a">1</a></li></ol><p id="a">Text</p>',
        '1. [1](#a)\n\n<a id="a"></a>Text',
    ),
}

MARKDOWN: dict[str, Case] = {
    "our own dialect stays": Case(
        (
            "## A\n\nText with *one*, **two**, `three` and [four](https://e.org/).\n"
            "A second line.\n\n- a\n  - b\n\n1. c\n2. d\n\n> q\n"
            "\n```python\nx = 1\n```\n\n| A | B |\n|---|--:|\n"
            "| 1 | 2 |\n\n---\n\nEnd\\\nline"
        ),
        (
            "## A\n\nText with *one*, **two**, `three` and [four](https://e.org/).\n"
            "A second line.\n\n- a\n  - b\n\n1. c\n2. d\n\n> q\n"
            "\n```python\nx = 1\n```\n\n| A | B |\n|---|--:|\n"
            "| 1 | 2 |\n\n---\n\nEnd\\\nline"
        ),
    ),
    "other marks": Case(
        "A\n=\n\nB\n-\n\n* a\n* b\n\n+ c\n\n__bold__ _it_\n\n***\n\n    code\n\n~~~js\nx\n~~~",
        "## A\n\n### B\n\n- a\n- b\n\n* c\n\n**bold** *it*\n\n---\n\n```\ncode\n```\n\n```js\nx\n```",
    ),
    "references": Case(
        "[a][1] and [b]\n\n[1]: https://e.org/a 'title'\n[b]: https://e.org/b",
        "[a](https://e.org/a) and [b](https://e.org/b)",
    ),
    "emphasis in words": Case(
        "snake_case and 2*3*4 and un*bel*iev",
        "snake_case and 2*3*4 and un*bel*iev",
    ),
    "headings are lifted": Case(
        "# A\n\nx\n\n### B\n\nx",
        "## A\n\nx\n\n### B\n\nx",
    ),
    "a heading with attributes": Case(
        "## A title {#own .class}\n\n[to it](#own)",
        '## A title <a id="own"></a>\n\n[to it](#own)',
        {"attribute/markdown": 1},
    ),
    "attributes of blocks": Case(
        "A paragraph\n{: .lead #x}\n\n- a\n{: .list}",
        "A paragraph\n\n- a",
        {"attribute/markdown": 2},
    ),
    "attributes in a line": Case(
        '[a](https://e.org/){:target="_blank"} and **b**{: .c} and `x`{.py}',
        "[a](https://e.org/) and **b** and `x`",
        {"attribute/markdown": 3},
    ),
    "a span of pandoc": Case(
        "[small words]{.smallcaps}",
        "small words",
    ),
    "contents": Case(
        "* TOC\n{:toc}\n\n[TOC]\n\n[[_TOC_]]\n\n## A",
        "## A",
        {"tag/toc": 4},
    ),
    "kramdown's own": Case(
        "{::comment}\nx\n{:/comment}\n\ntext",
        "x\n\ntext",
        {"attribute/markdown": 2},
    ),
    "notes": Case(
        "A[^1] and[^two].\n\n[^1]: One.\n[^two]: Two\n    more.\n\n    Last.",
        "A[^1] and[^two].\n\n[^1]: One.\n\n[^two]: Two\n    more.\n\n    Last.",
    ),
    "notes in a line": Case(
        "A^[with *marks*] b",
        "A[^note-1] b\n\n[^note-1]: with *marks*",
    ),
    "definitions": Case(
        "Term\n: Meaning\n\nOther\n:   One\n:   Two",
        "Term\n:   Meaning\n\nOther\n:   One\n:   Two",
    ),
    "tasks": Case(
        "- [ ] a\n- [x] b",
        "- [ ] a\n- [x] b",
    ),
    "struck and bare": Case(
        "~~a~~ https://e.org/x www.e.org a@e.org",
        "~~a~~ <https://e.org/x> www.e.org <a@e.org>",
    ),
    "an alert": Case(
        "> [!WARNING]\n> Mind *this*.",
        "> [!WARNING]\n> Mind *this*.",
    ),
    "a callout of Obsidian": Case(
        "> [!tip] Try it\n> text\n\n> [!info]- Folded\n> text",
        '!!! tip "Try it"\n\n    text\n\n!!! info "Folded"\n\n    text',
    ),
    "boxes of MkDocs": Case(
        '!!! note\n    a\n\n!!! danger "Now"\n    b\n\n    c\n\nd',
        '> [!NOTE]\n> a\n\n!!! danger "Now"\n\n    b\n\n    c\n\nd',
    ),
    "folded in MkDocs": Case(
        '??? note "More"\n    a\n\n    - b\n\nc',
        "<details>\n<summary>More</summary>\n\na\n\n- b\n\n</details>\n\nc",
    ),
    "tabs in MkDocs": Case(
        '=== "One"\n\n    a\n\n=== "Two"\n\n    b\n\nc',
        "**One**\n\na\n\n**Two**\n\nb\n\nc",
    ),
    "boxes of Docusaurus": Case(
        ":::tip\n\na\n\n:::\n\n:::warning[Mind]\nb\n:::\n\n:::note Title\nc\n:::",
        '> [!TIP]\n> a\n\n!!! warning "Mind"\n\n    b\n\n!!! note "Title"\n\n    c',
    ),
    "boxes of pandoc": Case(
        "::: {.warning}\na\n:::\n\n::: columns\nb\n:::",
        "> [!WARNING]\n> a\n\nb",
    ),
    "marks of others": Case(
        "==marked== H~2~O x^2^ and a==b, ~5 ^x",
        "<mark>marked</mark> H<sub>2</sub>O x<sup>2</sup> and a==b, ~5 ^x",
    ),
    "wiki links": Case(
        "[[Page]] [[Page|words]] [[Page#Part]] ![[a b.png]] ![[c.png|200]]",
        (
            "[Page](https://old.example/blog/post/Page.md) [words](https://old.example/blog/post/Page.m"
            "d) [Page, Part](https://old.example/blog/post/Page.md#Part) ![](a%20b.png) ![](c.png)"
        ),
        {"picture/no-alt": 2},
    ),
    "a remark": Case(
        "a %%not for readers%% b",
        "a b",
    ),
    "abbreviations": Case(
        "The WHO said. WHO again.\n\n*[WHO]: World Health Organization",
        'The <abbr title="World Health Organization">WHO</abbr> said. WHO again.',
    ),
    "a figure of Hugo": Case(
        '{{< figure src="a.jpg" alt="A path" caption="In June" >}}',
        "![A path](a.jpg)\n\n*In June*",
    ),
    "a film of Hugo": Case(
        '{{< youtube aBcDeFg1234 >}}\n\n{{< vimeo id="123456789" >}}',
        (
            "[Video (YouTube)](https://www.youtube.com/watch?v=aBcDeFg1234)\n"
            "\n[Video (Vimeo)](https://vimeo.com/123456789)"
        ),
        {"embed/vimeo": 1, "embed/youtube": 1},
    ),
    "links of Hugo": Case(
        '[a]({{< ref "other.md" >}}) [b]({{% relref "/x/y.md#z" %}})',
        "[a](https://old.example/blog/post/other.md) [b](https://old.example/x/y.md#z)",
    ),
    "code of Hugo": Case(
        '{{< highlight go "linenos=table" >}}\nx := 1\n{{< /highlight >}}',
        "```go\nx := 1\n```",
    ),
    "a box of Hugo": Case(
        '{{% notice warning "Mind" %}}\ntext\n{{% /notice %}}',
        '!!! warning "Mind"\n\n    text',
    ),
    "details of Hugo": Case(
        '{{< details "More" >}}\ntext\n{{< /details >}}',
        "<details>\n<summary>More</summary>\n\ntext\n\n</details>",
    ),
    "a tag of nobody": Case(
        "a {{< contact-form id=3 >}} b\n\n{{% center %}}\nmiddle\n{{% /center %}}",
        "a b\n\nmiddle",
        {"shortcode/center": 1, "shortcode/contact-form": 1},
    ),
    "tags of Jekyll": Case(
        (
            "[a]({% link about.md %}) [b]({% post_url 2020-01-02-x %}) [c]({{ site.baseurl }}/d/) [d]({"
            "{ '/e/' | relative_url }})"
        ),
        (
            "[a](https://old.example/about.md) [b](https://old.example/_posts/2020-01-02-x.md) [c](http"
            "s://old.example/d/) [d](https://old.example/e/)"
        ),
    ),
    "code of Jekyll": Case(
        "{% highlight ruby linenos %}\nx = 1\n{% endhighlight %}",
        "```ruby\nx = 1\n```",
    ),
    "raw and remarks of Jekyll": Case(
        "{% raw %}{{ x }}{% endraw %} a {% comment %}no{% endcomment %} b",
        "{{ x }} a b",
    ),
    "a part of Jekyll": Case(
        (
            '{% include youtube.html id="aBcDeFg1234" %}\n\n'
            "{% include signup.html %}\n\n{% if x %}a{% endif %} {{ page.title }}"
        ),
        "[Video (YouTube)](https://www.youtube.com/watch?v=aBcDeFg1234)\n\na",
        {"embed/youtube": 1, "liquid/if": 1, "liquid/include": 1, "liquid/variable": 1},
    ),
    "code in a box or an item, however far it is indented": Case(
        "!!! note\n\n    ```jinja\n    {% if x %} ==a== :smile: [[b]] %%c%%\n    ```\n\n==after==\n\n"
        "1. One\n\n    ```\n    {% y %}\n    ```\n",
        "> [!NOTE]\n> ```jinja\n> {% if x %} ==a== :smile: [[b]] %%c%%\n> ```\n\n<mark>after</mark>\n\n1. One\n\n"
        "   ```\n   {% y %}\n   ```",
    ),
    "a fence that its item ends": Case(
        "- One\n\n    ```\n    {% y %}\n\n{% z %}==after==",
        "- One\n\n  ```\n  {% y %}\n  ```\n\n<mark>after</mark>",
        {"liquid/z": 1},
    ),
    "ticks in a line are no fence": Case(
        "```x``` is code\n\n==after==",
        "`x` is code\n\n<mark>after</mark>",
    ),
    "tags in code stay": Case(
        "`{{< x >}}` and `{% y %}`\n\n```\n{{< x >}}\n{% y %}\n{: .z}\n```",
        "`{{< x >}}` and `{% y %}`\n\n```\n{{< x >}}\n{% y %}\n{: .z}\n```",
    ),
    "HTML among it": Case(
        ('<div class="x">\n\nSome *text*\n\n</div>\n\nA <span style="c">word</span><br>next <a name="p"></a>'),
        "Some *text*\n\nA word\\\nnext",
        {"attribute/class": 1, "attribute/style": 1},
    ),
    "HTML with Markdown in it": Case(
        '<div markdown="1">\nSome *text*\n</div>',
        "Some *text*",
    ),
    "a picture as HTML": Case(
        '<p align="center"><img src="a.jpg" alt="A path" width="50"></p>',
        "![A path](a.jpg)",
        {"attribute/align": 1},
    ),
    "a picture": Case(
        '![A path](../img/a.jpg "title"){ width=50% }',
        "![A path](a.jpg)",
        {"attribute/markdown": 1},
    ),
    "a comment": Case(
        "a <!-- no --> b\n\n<!-- none\nhere -->",
        "a b",
    ),
    "what is escaped stays": Case(
        "\\*a\\* \\[b\\] 1\\. c \\{\\{ d",
        "\\*a\\* [b] 1. c {{ d",
    ),
    "lines stay": Case(
        "A line\nand another\n  and one more",
        "A line\nand another\nand one more",
    ),
    "hard breaks": Case(
        "a  \nb\\\nc",
        "a\\\nb\\\nc",
    ),
    "the page of a plugin": Case(
        "\ufeff# T\r\n\r\na\r\n",
        "## T\n\na",
    ),
    "a table with marks": Case(
        "| A | B |\n|:--|:-:|\n| `a\\|b` | **c** |",
        "| A | B |\n|---|:-:|\n| `a\\|b` | **c** |",
    ),
    "a list with all": Case(
        "1. a\n\n   ```\n   x\n   ```\n\n2. b\n   > q",
        "1. a\n\n   ```\n   x\n   ```\n\n2. b\n\n   > q",
    ),
    "emoji": Case(
        ":smile: a:b:c :heavy_check_mark: :nobody: `:smile:`\n\n| A | B |\n|---|---|\n| :x: | :+1: |",
        "😄 a:b:c ✔️ \\:nobody: `:smile:`\n\n| A | B |\n|---|---|\n| ❌ | 👍 |",
    ),
    "a word on two lines of links": Case(
        "[a](x)\n[b](x)",
        "[a](https://old.example/blog/post/x)\n[b](https://old.example/blog/post/x)",
    ),
    "unsafe": Case(
        '<script>alert(1)</script>\n\n[a](javascript:x)\n\n<iframe src="https://e.org/x"></iframe>',
        "a\n\n[e.org](https://e.org/x)",
        {"html/iframe": 1, "html/script": 1, "link/javascript": 1},
    ),
}

PLAIN: dict[str, Case] = {
    "lines of their own": Case(
        "One\nTwo\n\nThree",
        "One\\\nTwo\n\nThree",
    ),
    "lines at the edge of a window": Case(
        (
            "This is a line of an e-mail that somebody wrote in a window, and\n"
            "that the program broke where the window ended, as they all do, for\n"
            "no other reason than that.\nShort.\n\nNext."
        ),
        (
            "This is a line of an e-mail that somebody wrote in a window, and that the program broke wh"
            "ere the window ended, as they all do, for no other reason than that.\\\n"
            "Short.\n\nNext."
        ),
    ),
    "time codes": Case(
        "00:00 Intro\n01:30 Why we slip\n1:02:03 End",
        "00:00 Intro\\\n01:30 Why we slip\\\n1:02:03 End",
    ),
    "addresses": Case(
        "See https://e.org/a, write to a@e.org or call.",
        "See <https://e.org/a>, write to <a@e.org> or call.",
    ),
    "bullets": Case(
        "Bring:\n- a pen\n- paper\n• time",
        "Bring:\n\n- a pen\n- paper\n- time",
    ),
    "numbers": Case(
        "1. Stop\n2. Think",
        "1. Stop\n2. Think",
    ),
    "rules": Case(
        "a\n-----\nb\n\n=====\n\nc",
        "a\n\n---\n\nb\n\n---\n\nc",
    ),
    "nothing is markup": Case(
        "*a* _b_ # c\n# d\n> e\n[f](g) <b> `h`\n    i",
        "\\*a\\* \\_b\\_ # c\\\n\\# d\\\n\\> e\\\n\\[f\\](g) \\<b> \\`h\\`\\\ni",
    ),
    "entities": Case(
        "a &amp; b &lt;i&gt; don&#8217;t",
        "a & b \\<i> don’t",
        {"letters/entity": 1},
    ),
    "tabs and spaces": Case(
        "a\tb   c",
        "a b c",
    ),
    "Windows": Case(
        "a\r\nb\r\n\r\nc",
        "a\\\nb\n\nc",
    ),
    "nothing": Case(
        " \n\n ",
        "",
    ),
    "a hash tag": Case(
        "#recovery #hope",
        "\\#recovery \\#hope",
    ),
    "a film": Case(
        "https://www.youtube.com/watch?v=aBcDeFg1234",
        "[Video (YouTube)](https://www.youtube.com/watch?v=aBcDeFg1234)",
        {"embed/youtube": 1},
    ),
}
