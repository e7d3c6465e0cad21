"""`docs/operators/nginx.conf`, as it stands there, serves a published library as its manifest promises."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from pipeline.model.artifact import Manifest, sha256
from tests.support import library, web
from tests.support.machine import tool
from tests.support.run import pipeline
from tests.support.sample import free_port, wait_for

CONFIG = Path(__file__).parents[2] / "docs/operators/nginx.conf"
AROUND = """\
{user}
daemon off;
worker_processes 1;
pid {home}/pid;
error_log {home}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    include {home}/library.conf;
}}
"""


class Served:
    """A published library behind nginx."""

    def __init__(self, root: Path, base: str) -> None:
        self.root, self.base = root, base
        self.artifacts = Manifest.from_bytes((root / "dist/public.json").read_bytes()).artifacts

    def get(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        return web.request(method, self.base + path, headers={"Accept-Encoding": "identity", **headers})

    def one(self, ending: str) -> str:
        return next(path for path in self.artifacts if path.endswith(ending))


@contextmanager
def nginx(home: Path, text: str, port: int) -> Iterator[None]:
    """nginx with this configuration, all of whose other files lie in `home`."""
    program = tool("nginx", "nginx-light")
    (home / "library.conf").write_text(text, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""  # pytest's folders are closed to others
    (home / "nginx.conf").write_text(AROUND.format(home=home, user=user), encoding="utf-8")
    command = [program, "-e", str(home / "error.log"), "-c", str(home / "nginx.conf")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert (tried.returncode, "[warn]" in tried.stderr) == (0, False), tried.stderr
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/", server)
        yield
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, small_cache: Path) -> Iterator[Served]:
    home, port = tmp_path_factory.mktemp("nginx"), free_port()
    root = library.write(home / "library")
    shutil.copytree(small_cache, root / ".cache")
    library.edit(root, "pipeline.toml", "[targets.public]", '[targets.public]\nencode = "beside"')
    run = pipeline("publish", "--root", root)
    assert run.status == 0, run.stderr
    text = CONFIG.read_text(encoding="utf-8")
    for old, new in (("listen 80;", f"listen 127.0.0.1:{port};"), ("/srv/library/public;", f"{root}/public;")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    with nginx(home, text, port):
        yield Served(root, f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("page", ["ceph.md", "minio.md"])
def test_the_proxy_before_a_bucket_answers_the_root_and_what_is_missing(tmp_path: Path, page: str) -> None:
    """In an exact bucket pages lie under their directories; the other proxy finds them without."""
    (proxy,) = re.findall(r"^```nginx\n(.*?)^```", (CONFIG.parent / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    port, store = free_port(), free_port()
    assert "https://s3.internal.example" in proxy
    proxy = proxy.replace("https://s3.internal.example", f"http://127.0.0.1:{store}")
    bucket = tmp_path / "bucket/library-example/library"
    (bucket / "about us").mkdir(parents=True)
    for name, text in (("index", "home"), ("404", "nothing here"), ("about us/index", "about")):
        (bucket / f"{name}.html").write_text(text, encoding="utf-8")
    (tmp_path / "bucket/library-example/secret").write_text("state", encoding="utf-8")
    exact = f"server {{ listen 127.0.0.1:{store}; root {tmp_path}/bucket; index none; }}"  # knows no index documents
    paths = ("", "index.html", "gone/", "gone", "../secret.txt", "about us", "about us/")
    with nginx(tmp_path, f"server {{ listen 127.0.0.1:{port};\n{proxy} }}\n{exact}\n", port):
        asked = {path: web.get(f"http://127.0.0.1:{port}/{path}", follow_redirects=True) for path in paths}
    missing = (404, "nothing here")
    assert {path: (reply.status_code, reply.text) for path, reply in asked.items()} == {
        "": (200, "home"),
        "index.html": (200, "home"),
        **dict.fromkeys(("gone/", "gone", "../secret.txt"), missing),
        **dict.fromkeys(("about us", "about us/"), (200, "about") if page == "minio.md" else missing),
    }
    assert page == "ceph.md" or str(asked["about us"].url).endswith("/about%20us/")


def test_every_file_has_the_headers_of_the_manifest(served: Served) -> None:
    wrong = {}
    for path, artifact in served.artifacts.items():
        if artifact.beside:  # which nobody asks for
            continue
        reply = served.get(path, "HEAD")
        promised = {"content-length": str(artifact.size), "access-control-allow-origin": None, **artifact.headers}
        got = {name: reply.headers.get(name) for name in promised}
        if reply.status_code != 200 or got != promised:
            wrong[path] = (reply.status_code, got, promised)
    assert len(served.artifacts) > 20
    assert wrong == {}


def test_every_type_that_the_pipeline_knows_is_in_the_configuration() -> None:
    from pipeline.release.manifest.headers import _TYPES

    (listed,) = re.findall(r"^    types \{(.*?)\}", CONFIG.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    found = {ending: line.split()[0] for line in listed.split(";") for ending in line.split()[1:]}
    assert found == {ending: kind.partition(";")[0] for ending, kind in _TYPES.items()}


def test_sound_can_be_sought_in(served: Served) -> None:
    path = served.one(".mp3")
    part = served.get(path, Range="bytes=1000-1999")
    whole = served.get(path).content
    assert (part.status_code, part.content) == (206, whole[1000:2000])
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(whole)}"
    assert part.headers["access-control-allow-origin"] == "*"
    assert served.get(path, Range=f"bytes={len(whole)}-").status_code == 416


def test_what_is_not_there_gets_the_librarys_own_page_and_is_not_kept(served: Served) -> None:
    for path in ("nothing/here/", "media/talks/first-000000000000.mp3"):
        reply = served.get(path)
        assert reply.status_code == 404
        assert reply.content == (served.root / "public/404.html").read_bytes()
        assert "cache-control" not in reply.headers


def test_addresses_are_directories(served: Served) -> None:
    assert served.get("podcasts/talks/first/").content == (served.root / "public" / PAGE).read_bytes()
    assert served.get("podcasts/talks/first").headers["location"] == "/podcasts/talks/first/"


PAGE = "podcasts/talks/first/index.html"


def test_pages_are_closed_to_frames_and_sniffers(served: Served) -> None:
    headers = served.get("").headers
    assert headers["content-security-policy"] == "frame-ancestors 'none'"
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


def test_pages_are_packed_and_sound_and_feeds_are_not(served: Served) -> None:
    packed = {
        path: served.get(path, **{"Accept-Encoding": "gzip"}).headers.get("content-encoding")
        for path in ("", served.one(".css"), served.one(".mp3"), served.one(".vtt"), served.one("feed.xml"))
    }
    assert list(packed.values()) == ["gzip", "gzip", None, None, None]


def test_what_was_packed_beforehand_is_served_and_clients_without_get_the_plain_text(served: Served) -> None:
    styles = (path for path in sorted(served.artifacts) if path.endswith(".css"))
    style = next(path for path in styles if f"{path}.gz" in served.artifacts)  # a small one is not worth packing
    for address, path in (("", "index.html"), (style, style)):
        plain, packed = served.artifacts[path], served.artifacts[f"{path}.gz"]
        reply = served.get(address, "HEAD", **{"Accept-Encoding": "gzip"})
        assert (reply.headers["content-encoding"], reply.headers["vary"]) == ("gzip", "Accept-Encoding")
        assert reply.headers["content-length"] == str(packed.size)
        assert packed.size < plain.size
        assert reply.headers["cache-control"] == plain.headers["cache-control"]
        assert sha256(served.get(address, **{"Accept-Encoding": "gzip"}).content) == plain.digest
        assert served.get(address).headers["content-length"] == str(plain.size)


def test_a_publish_is_seen_at_once_and_the_state_never(served: Served) -> None:
    before = served.get("podcasts/talks/feed.xml").headers["etag"]
    library.edit(served.root, "content/podcasts/talks/first.md", "title: The first talk", "title: The very first talk")
    assert pipeline("publish", "--root", served.root).status == 0
    after = served.get("podcasts/talks/feed.xml")
    assert "The very first talk" in after.text
    assert after.headers["etag"] != before
    for path in ("../.public/state/current.json", ".public/state/current.json", "%2e%2e/.public/state/current.json"):
        assert served.get(path).status_code in (400, 404)
