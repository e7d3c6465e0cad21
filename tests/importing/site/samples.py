"""Small sites as their programs have them, each with what only that program does."""

from __future__ import annotations

Files = dict[str, str | bytes]

HUGO: Files = {
    "hugo.toml": """\
baseURL = "https://old.example/lib/"
languageCode = "en"
defaultContentLanguage = "en"
timeZone = "Europe/Berlin"
[languages.en]
[languages.de]
[permalinks]
posts = "/:year/:month/:slug/"
""",
    "content/_index.md": "---\ntitle: Welcome\n---\nHave a look at [the first](posts/first.md).\n",
    "content/posts/_index.md": "---\ntitle: All posts\n---\n",
    "content/posts/first.md": """\
+++
title = "First: steps"
date = 2020-05-03T10:00:00
publishDate = 2020-05-04T10:00:00Z
tags = ["Hope"]
categories = ["Urges"]
aliases = ["/old/first/", "/first.html"]
authors = ["jo"]
weight = 3
mood = "calm"
[cover]
image = "images/door.png"
alt = "A door"
+++
Text.
""",
    "content/posts/bundle/index.md": "---\ntitle: A bundle\ndate: 2020-06-01\nslug: own\n---\n![In it](pic.jpg)\n",
    "content/posts/bundle/pic.jpg": b"",
    "content/posts/bundle/part.md": "A part of the bundle, no page.\n",
    "content/about.de.md": "---\ntitle: Über uns\n---\nWer wir sind.\n",
    "content/about.md": '{"title": "About", "url": "/about-us/"}\nWho we are.\n',
    "content/Help Now/Call_us.md": "---\ntitle: Call\n---\nText.\n",
    "content/news/later.md": "---\ntitle: Later\ndraft: true\ndate: 2030-01-01\nexpiryDate: 2030-02-01\n---\nText.\n",
    "content/hidden.md": "---\ntitle: Hidden\nbuild:\n  render: never\n---\nText.\n",
    "layouts/index.html": "<html>{{ .Content }}</html>",
    "static/images/door.png": b"",
    "static/files/sheet.pdf": b"",
    "data/authors/jo.yaml": "name: Jo Doe\nbio: Writes.\n",
}

JEKYLL: Files = {
    "_config.yml": """\
url: https://old.example
baseurl: /lib
timezone: Europe/London
collections:
  guides:
    output: true
  hidden:
    output: false
include: [_pages]
defaults:
  - scope: {path: "", type: posts}
    values: {layout: post, author: sam}
""",
    "_posts/2020-01-05-My-First.md": """\
---
title: My first
date: 2020-01-05 10:30:00 +0100
categories: [Urges, Sleep]
tags: hope sleep
redirect_from: /2019/first/
---
Text.
""",
    "blog/_posts/2020-03-01-deep.md": "---\ntitle: Deep\npublished: false\n---\nText.\n",
    "_posts/2020-02-01-named.md": "---\ntitle: Named\npermalink: /named/:year\n---\nText.\n",
    "_drafts/idea.md": "---\ntitle: Idea\n---\nText.\n",
    "_guides/one.md": "---\ntitle: Guide one\n---\nText.\n",
    "_hidden/two.md": "---\ntitle: Two\n---\nText.\n",
    "about.md": "---\ntitle: About\n---\nWho we are.\n",
    "_pages/help.md": "---\ntitle: Help\npermalink: /help/\n---\nText.\n",
    "index.html": "---\nlayout: home\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}",
    "_includes/note.html": "<p>A note.</p>\n",
    "_includes/complex.html": "{% if x %}{% endif %}",
    "_layouts/post.html": "<html>{{ content }}</html>",
    "_data/authors.yml": "sam:\n  name: Sam Lee\n",
    "assets/door.jpg": b"",
    "README.md": "# About this repository\n",
}

MKDOCS: Files = {
    "mkdocs.yml": """\
site_name: Lib
site_url: https://docs.example/
nav:
  - Home: index.md
  - Guides:
      - The first guide: guides/first.md
plugins:
  - search
  - redirects:
      redirect_maps: {'old.md': 'guides/first.md'}
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
""",
    "docs/index.md": "# Welcome\n\nSee [the first](guides/first.md#b).\n",
    "docs/guides/first.md": "Text. ![A door](../img/door.png)\n",
    "docs/img/door.png": b"",
}

DOCUSAURUS: Files = {
    "docusaurus.config.js": "module.exports = {\n  title: 'X',\n  url: 'https://d.example',\n  baseUrl: '/',\n};\n",
    "docs/01-intro.md": "---\nslug: /\n---\n# Intro\n\nHi [there](./02-guide/01-first.mdx).\n",
    "docs/02-guide/01-first.mdx": "---\ntitle: First\n---\nText.\n",
    "docs/02-guide/_part.mdx": "A part, no page.\n",
    "blog/2021-08-01-hello.md": "---\ntitle: Hello\nauthors: [jo]\n---\nText.\n",
    "blog/2021-09-01-bundle/index.md": "---\nslug: bundled\ntitle: B\n---\n![A](./a.png)\n",
    "blog/2021-09-01-bundle/a.png": b"",
    "blog/authors.yml": "jo:\n  name: Jo D\n  url: https://jo.example\n",
}

ELEVENTY: Files = {
    ".eleventy.js": "module.exports = () => ({ dir: { input: 'src' } });\n",
    "src/_data/metadata.json": '{"url": "https://e.example", "language": "en"}',
    "src/posts/posts.json": '{"tags": "posts", "permalink": "/blog/{{ page.fileSlug }}/"}',
    "src/posts/2021-02-03-hi.md": "---\ntitle: Hi\ntags: [hope]\n---\nHello.\n",
    "src/about.md": "---\ntitle: About\n---\n![A door](/img/door.png)\n",
    "src/deep/deep.md": "---\ntitle: Deep\n---\nText.\n",
    "src/404.md": "---\ntitle: Not here\n---\nText.\n",
    "src/none.md": "---\npermalink: false\n---\nNo page.\n",
    "src/img/door.png": b"",
    "README.md": "# About this repository\n",
}

PELICAN: Files = {
    "pelicanconf.py": """\
import os
SITEURL = "https://p.example"
TIMEZONE = "Europe/Paris"
ARTICLE_URL = "posts/{date:%Y}/{date:%m}/{slug}/"
""",
    "content/urges/hello.md": """\
Title: Hello, it's me
Date: 2020-12-03 10:20
Category: Urges
Tags: a, b
Summary: A short text.

Look [there]({filename}/pages/about.md) ![A door]({static}/images/door.png)
""",
    "content/pages/about.md": "Title: About\n\nWho we are.\n",
    "content/odd.rst": "Odd\n===\n",
    "content/images/door.png": b"",
}

HEXO: Files = {
    "_config.yml": "url: https://h.example\npermalink: :year/:month/:day/:title/\n",
    "source/_posts/first.md": "---\ntitle: First\ndate: 2020-05-06 01:02:03\n---\n{% asset_img a.png A door %}\n",
    "source/_posts/first/a.png": b"",
    "source/about/index.md": "---\ntitle: About\n---\nAbout us.\n",
}

OBSIDIAN: Files = {
    ".obsidian/app.json": "{}",
    "Start.md": "See [[Notes/Urge surfing|the wave]].\n",
    "Notes/Urge surfing.md": "---\naliases: [wave]\ncreated: 2022-05-01\n---\n# Urge surfing\n\nText.\n",
    "img/door.png": b"",
    "templates/note.md": "{{date}}",
}
