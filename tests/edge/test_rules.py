"""Rules for hosts say what the manifest says: held against nginx and Node.js where they run, else by reading them."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from playwright._impl._driver import compute_driver_executable

from pipeline import flow
from pipeline.edge import ruled
from pipeline.edge.rules import folder
from pipeline.edge.rules.patterns import in_few
from pipeline.model.artifact import Manifest
from pipeline.release import content_type
from tests.announce import shelf
from tests.docs.test_nginx import CONFIG, nginx
from tests.edge.site import FILES, SITE, STYLE, manifest
from tests.support import library, twins, web
from tests.support.run import pipeline
from tests.support.sample import free_port

Fits = Callable[[str, str], bool]


def rules(host: str, release: Manifest | None = None) -> dict[str, str]:
    return dict(ruled(host, release or manifest(), content_type).files)


def address(path: str) -> str:
    return quote(f"/{path.removesuffix('index.html')}") if path.endswith("index.html") else quote(f"/{path}")


# A folder ------------------------------------------------------------------------------------------------------------


def fits_pages(rule: str, asked: str) -> bool:
    """As Cloudflare Pages does it: a `*` is whatever stands there."""
    before, star, after = rule.partition("*")
    pattern = f"{re.escape(before)}.*{re.escape(after)}" if star else re.escape(rule)
    return re.fullmatch(pattern, asked) is not None


def fits_netlify(rule: str, asked: str) -> bool:
    """As Netlify does it: by segments, a slash at the end counts for nothing, nor do cases."""
    parts = [part for part in rule.split("/") if part]
    made = [r"?(.*)" if part == "*" else re.escape(part).replace(r"\*", "(.*)") for part in parts]
    return re.fullmatch(f"/{'/'.join(made)}/?", asked, re.IGNORECASE) is not None


def read_headers(text: str) -> list[tuple[str, dict[str, str]]]:
    """A file of headers, by rule."""
    found: list[tuple[str, dict[str, str]]] = []
    for line in text.splitlines():
        if line.startswith("/"):
            found.append((line, {}))
        elif line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            found[-1][1][name] = value
    return found


@pytest.mark.parametrize(("host", "fits"), [("netlify", fits_netlify), ("cloudflare-pages", fits_pages)])
def test_each_file_gets_the_headers_of_the_manifest_each_once(host: str, fits: Fits) -> None:
    said = read_headers(rules(host)["_headers"])
    assert len(said) < 25
    for path, artifact in manifest().artifacts.items():
        if "location" in artifact.headers:
            continue
        got: dict[str, str] = {}
        for rule, headers in said:
            if fits(rule, address(path)):
                assert not got.keys() & headers.keys(), (path, rule)
                got |= headers
        page = artifact.headers["content-type"].startswith("text/html")
        wanted = {n: v for n, v in artifact.headers.items() if not (page and n == "content-type")}
        if wanted.get("cache-control") == "public, max-age=300":
            del wanted["cache-control"]
        assert got == wanted, path


def test_old_addresses_lead_on_and_feeds_come_first() -> None:
    lines = rules("netlify")["_redirects"].splitlines()[1:]
    assert lines == [
        "/podcasts/was/feed.xml /podcasts/talks/feed.xml 301!",
        "/old%20place/ /%C3%BCber%20uns/ 301!",
        "/was/ /about/ 301!",
    ]
    assert rules("cloudflare-pages")["_redirects"].splitlines()[3] == "/was/ /about/ 301"


def test_below_a_path_rules_begin_with_it() -> None:
    below = manifest("https://example.org/shelf/")
    assert "/shelf/was/ /shelf/about/ 301" in rules("cloudflare-pages", below)["_redirects"]
    assert "/shelf/media/*\n" in rules("netlify", below)["_headers"]
    assert '"/shelf/was/" "/shelf/about/";' in rules("nginx", below)["maps.conf"]


def test_what_a_host_does_not_take_is_said() -> None:
    many = manifest(moved=2100)
    made = ruled("cloudflare-pages", many, content_type)
    assert made.notes == ("2103 old addresses lead on; Cloudflare Pages reads 2000 redirects",)
    assert made.files["_redirects"].count("\n") == 2001
    made = ruled("cloudfront", many, content_type)
    assert "old addresses do not fit into the 10 kB of a function" in made.notes[0]
    assert len(made.files["viewer-request.js"].encode()) <= 10_240
    large = Manifest({path: artifact for path, artifact in many.artifacts.items() if path == STYLE})
    object.__setattr__(large.artifacts[STYLE], "size", 26 << 20)
    assert ruled("cloudflare-pages", large, content_type).notes == (
        f"1 files are larger than 25 MiB, which Cloudflare Pages refuses, such as `{STYLE}`",
    )


@pytest.mark.parametrize("fits", [fits_pages, fits_netlify])
@pytest.mark.parametrize(
    "said",
    [
        {f"/a/{n}.txt": "1" for n in range(5)} | {"/a/b.txt": "2", "/c.txt": ""},
        {
            "/a/x.json": "1",
            "/b/y.json": "1",
            "/m/f-0123456789ab.chapters.json": "2",
            "/m/g-0123456789ab.chapters.json": "2",
        },
        {"/a/feed.xml": "1", "/a/b/feed.xml": "2", "/a/c/feed.xml": "2"},
        {"/a.tar.gz": "1", "/b.tar.gz": "1", "/c.gz": "2"},
    ],
)
def test_no_address_gets_a_header_that_is_not_its_own(said: dict[str, str], fits: Fits) -> None:
    few = in_few({path: {"x": value} if value else {} for path, value in said.items()})
    for path, value in said.items():
        assert [one["x"] for pattern, one in few.items() if fits(str(pattern), path)] == [value] * bool(value), path


def test_a_build_warns_of_what_its_host_will_not_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "_PAGES_RULES", 3)
    files = shelf.library("").files
    text = files["pipeline.toml"].decode()
    files["pipeline.toml"] = text.replace("[targets.public]", '[targets.public]\nrules = "cloudflare-pages"').encode()
    world = twins.world(files)
    built = flow.build(world)
    assert built.manifest.artifacts.keys() >= {"_headers", "_redirects"}
    (warned,) = (problem for problem in built.problems if problem.code == "host-limit")
    assert re.fullmatch(r"the headers take [0-9]+ rules; Cloudflare Pages reads 3", warned.message)


def test_what_is_withdrawn_is_gone_and_what_leads_on_is_not() -> None:
    files = shelf.library("").files
    path = "content/podcasts/talks/first.md"
    files[path] = files[path].replace(b"audio:", b"retired: yes\naudio:", 1)
    manifest_ = flow.build(twins.world(files)).manifest
    assert manifest_.gone == ("podcasts/talks/first/",)
    assert Manifest.from_bytes(manifest_.data) == manifest_


# nginx ---------------------------------------------------------------------------------------------------------------


def served_by_nginx(home: Path, port: int) -> str:
    """The configuration of the docs, with the maps and the lines of a release in the place of its own."""
    for name, text in rules("nginx").items():
        (home / name).write_text(text, "utf-8")
    for path, artifact in manifest().artifacts.items():
        file = home / "public" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(FILES.get(path, b"x" * artifact.size))
    text = re.sub(r"map \$uri \$library_(cache|origin) \{.*?\n\}\n", "", CONFIG.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"    add_header (Cache-Control|Access-Control-Allow-Origin) .*\n", "", text)
    server = f"include {home}/server.conf;\n    add_header X-Content-Type-Options"
    text = text.replace("add_header X-Content-Type-Options", server).replace("listen 80;", f"listen 127.0.0.1:{port};")
    return f"include {home}/maps.conf;\n{text.replace('/srv/library/public;', f'{home}/public;')}"


def test_nginx_answers_as_the_manifest_promises(tmp_path: Path) -> None:
    port = free_port()
    with nginx(tmp_path, served_by_nginx(tmp_path, port), port):

        def ask(path: str) -> httpx.Response:
            return web.get(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "identity"})

        for path, artifact in manifest().artifacts.items():
            if "location" not in artifact.headers:
                reply = ask(address(path))
                told = {name: reply.headers.get(name) for name in ("x-robots-tag", *artifact.headers)}
                assert told == {"x-robots-tag": None, **artifact.headers}, path
        for old, new in (("/was/", "/about/"), ("/was", "/about/"), ("/old%20place/", "/%C3%BCber%20uns/")):
            assert (ask(old).status_code, ask(old).headers["location"]) == (301, new)
        assert ask("/podcasts/was/feed.xml").headers["location"] == "/podcasts/talks/feed.xml"
        assert [ask(one).status_code for one in ("/podcasts/left/", "/podcasts/left/feed.xml", "/gone/")] == [
            410,
            410,
            404,
        ]


# CloudFront ----------------------------------------------------------------------------------------------------------


def run(function: str, events: list[Any]) -> list[Any]:
    """What a function says to events, by the Node.js that Playwright brings along."""
    node = compute_driver_executable()[0]
    script = f"{function}\nconsole.log(JSON.stringify({json.dumps(events)}.map((one) => handler(one))));"
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True, timeout=60)
    found: list[Any] = json.loads(done.stdout)
    return found


def test_the_function_before_cloudfront_finds_pages_and_leads_on() -> None:
    asked = ["/", "/about/", "/about", "/feed.xml", "/was/", "/was", "/was/index.html", "/podcasts/was/feed.xml"]
    asked += ["/old%20place/", "/podcasts/left/", "/podcasts/left/feed.xml", "/constructor/", "/v1.2/x"]
    answers = run(rules("cloudfront")["viewer-request.js"], [{"request": {"uri": uri}} for uri in asked])
    told = [
        one.get("uri") or (one["statusCode"], one.get("headers", {}).get("location", {}).get("value"))
        for one in answers
    ]
    assert told == [
        "/index.html",
        "/about/index.html",
        (301, "/about/"),
        "/feed.xml",
        (301, "/about/"),
        (301, "/about/"),
        (301, "/about/"),
        (301, "/podcasts/talks/feed.xml"),
        (301, "/%C3%BCber%20uns/"),
        (410, None),
        (410, None),
        "/constructor/index.html",
        (301, "/v1.2/x/"),
    ]


def test_the_function_behind_cloudfront_adds_what_a_bucket_can_not_keep() -> None:
    served = [path for path, one in manifest().artifacts.items() if "location" not in one.headers]
    events = [{"request": {"uri": address(path)}, "response": {"statusCode": 200, "headers": {}}} for path in served]
    kept = {"content-type", "cache-control", "content-disposition"}
    for path, answer in zip(served, run(rules("cloudfront")["viewer-response.js"], events), strict=True):
        wanted = {n: v for n, v in manifest().artifacts[path].headers.items() if n not in kept}
        assert {name: one["value"] for name, one in answer["headers"].items()} == wanted, path
    plain = Manifest({"index.html": manifest().artifacts["index.html"]}, base_url=SITE)
    assert rules("cloudfront", plain).keys() == {"viewer-request.js"}


# By the commands -----------------------------------------------------------------------------------------------------


def test_rules_are_written_into_the_folder_or_printed(small: Path, tmp_path: Path) -> None:
    library.edit(small, "pipeline.toml", "[targets.public]", '[targets.public]\nrules = "cloudflare-pages"')
    assert pipeline("publish", "--root", small).status == 0
    said = (small / "public/_headers").read_text("utf-8")
    assert "/assets/*\n" in said and "cache-control: public, max-age=31536000, immutable" in said
    assert (small / "public/_redirects").read_text("utf-8").startswith("# Made with each build")
    printed = pipeline("rules", "nginx", "--root", small)
    assert "# maps.conf" in printed.stdout and "return 410" in printed.stdout
    made = pipeline("rules", "cloudfront", "--root", small, "--out", tmp_path / "edge", "--json")
    files: Mapping[str, str] = json.loads(made.stdout)["files"]
    assert (tmp_path / "edge/viewer-request.js").read_text("utf-8") == files["viewer-request.js"]
