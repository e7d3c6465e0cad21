"""Hostile fragments: what someone might put into a file of the library to break it, or whoever reads the log."""

from __future__ import annotations

FRAGMENTS: dict[str, bytes] = {
    # YAML
    "yaml bomb": b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n" + b"d: [" + b"*c, " * 9_000 + b"*c]\n",
    "yaml depth": b"x: " + b"[" * 30_000,
    "yaml keys": b"? [a, b]\n: c\n",
    "yaml tag": b"x: !!python/object/apply:os.system [id]\n",
    "yaml merge": b"<<: [{a: b}, {c: d}]\n",
    "yaml escape": b'x: "\\ud800 \\u202e \\x1b[31m \\0"\n',
    "yaml newline": b'"::error file=a::b\\n::error::owned\\n##[error]owned": "\\n::add-mask::a"\n',
    "documents": b"\n---\n...\n---\n",
    "huge number": b"number: " + b"9" * 6_000 + b"\n",
    "far date": b"date: 9999-12-31T23:59:59-12:00\n",
    "early date": b"date: 0001-01-01T00:00:00+14:00\n",
    "tab": b"\tx:\ty\n",
    # Markdown
    "cdata": b"<![CDATA[" * 1_000,
    "brackets": b"[" * 10_000,
    "images": b"![" * 5_000,
    "deep list": b"- " * 1_000 + b"x\n",
    "deep quote": b"> " * 1_000 + b"x\n",
    "wide table": b"|" * 1_000 + b"\n" + b"|-" * 1_000 + b"|\n" + b"|\n" * 1_000,
    "tags": b"<div>" * 2_500,
    "end tags": b"</div></main></body></html>\n",
    "script": b"<script>alert(1)</script>\n<img src=x onerror=alert(1)>\n",
    "entities": b"&#xD800; &#x1b;[31m &#x202e; &#0; &lt;script&gt;\n",
    "bad links": b"[a](http://[::1) [b](javascript:alert(1)) [c](//host) ![d](https://host:99999/x.png)\n",
    "footnotes": b"a[^1]" * 500 + b"\n\n[^1]: b\n",
    "form": b"```form\n- " + b"- " * 200 + b"\n- scale: x\n  from: 999999999999999999999\n```\n",
    "jinja": b"{{ config }} {% include '/etc/passwd' %} --8<-- '/etc/passwd'\n",
    # bytes and characters
    "nul": b"\0" * 8,
    "not utf-8": b"\xff\xfe\xfa",
    "lone surrogate": b"\xed\xa0\x80",
    "byte order marks": b"\xef\xbb\xbf" * 3,
    "escape sequence": b"\x1b[31mred\x1b]0;title\x07\x9b2J\n",
    "right to left": "\u202egnp.exe\u202c \u2066\u2069\n".encode(),
    "line separators": "a\u2028b\u2029c\x85d\x0be\x0cf\r\n".encode(),
    "carriage returns": b"a\rb\r\rc\r",
    "long line": b"x" * 200_000 + b"\n",
    "combining": "a\u0301".encode() * 2_000,
    # what runs the check
    "workflow command": b"\n::error file=x,line=1::owned\n ::set-output name=a::b\n##[error]owned\n::stop-commands::x",
    # other formats
    "vtt": b"\n\n99:59:59.999 --> 00:00:00.000\n<v " + b"A" * 5_000 + b">x\n\n1 --> 2\n",
    "json": b'{"chapters": ' + b"[" * 5_000,
    "json number": b'"startTime": ' + b"9" * 6_000 + b", ",
    "pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 99999999999\n",
}

NAMES: dict[str, bytes] = {
    "escape sequence": b"a\x1b[31m.md",
    "workflow command": b"::error::owned.md",
    "line break": b"a\n::error::owned.png",
    "not utf-8": b"caf\xe9.md",
    "right to left": "\u202egnp.md".encode(),
    "percent": b"%0A%0D%25.png",
    "long": b"x" * 251 + b".md",
    "spaces": b" .md",
    "quotes": b"'\"`$(id).wav",
}
