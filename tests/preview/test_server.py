"""The preview answers as a good web server does: a real uvicorn, asked over a real socket."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.testclient import TestClient

from pipeline.model.artifact import Artifact, Manifest, sha256
from pipeline.preview import PreviewError, base_path
from pipeline.preview.drivers.server import app, serve

FILES = {
    "index.html": (b"home", "text/html; charset=utf-8"),
    "404.html": (b"no such page", "text/html; charset=utf-8"),
    "podcasts/a b/index.html": (b"show", "text/html; charset=utf-8"),
    "podcasts/a b/feed.xml": (b"<rss/>", "application/rss+xml; charset=utf-8"),
    "media/e-0123456789ab.mp3": (bytes(range(100)), "audio/mpeg"),
    "gone.txt": (b"", "text/plain; charset=utf-8"),
}


def built(root: Path) -> Manifest:
    artifacts = {}
    for path, (data, kind) in FILES.items():
        headers = {"content-type": kind, "cache-control": "public, max-age=300", "access-control-allow-origin": "*"}
        artifacts[path] = Artifact(path, sha256(data), len(data), headers)
        file = root / "dist" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    (root / "dist/gone.txt").unlink()
    (root / "dist/unnamed.txt").write_text("not in the manifest")
    (root / "secret.txt").write_text("secret")
    artifacts["leak.txt"] = Artifact("leak.txt", sha256(b"secret"), 6)
    (root / "dist/leak.txt").symlink_to(root / "secret.txt")
    return Manifest(artifacts)


@contextlib.contextmanager
def running(root: Path, below: str) -> Iterator[httpx.Client]:
    manifest = built(root)
    application = app(str(root / "dist"), lambda: manifest, below)
    server = uvicorn.Server(uvicorn.Config(application, log_level="warning", server_header=False))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        base = f"http://127.0.0.1:{listener.getsockname()[1]}{below}"
        with httpx.Client(base_url=base, trust_env=False) as asker:
            yield asker
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module", params=["/", "/sub/library/"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with running(tmp_path_factory.mktemp("preview"), request.param) as asker:
        yield asker


def test_files_have_the_headers_of_the_manifest(client: httpx.Client) -> None:
    for path in ("podcasts/a b/feed.xml", "media/e-0123456789ab.mp3", "index.html"):
        answer = client.get(path)
        assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, *FILES[path])
        assert answer.headers["cache-control"] == "public, max-age=300"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["accept-ranges"] == "bytes"


def test_directories_show_their_page(client: httpx.Client) -> None:
    assert client.get("").text == "home"
    assert client.get("podcasts/a b/").text == "show"
    answer = client.get("podcasts/a b?x=1")
    assert answer.status_code == 307
    assert answer.headers["location"] == f"{client.base_url.raw_path.decode()}podcasts/a%20b/?x=1"
    assert client.get("podcasts/a b", follow_redirects=True).text == "show"


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=0-9", 206, bytes(range(10))),
        ("bytes=90-", 206, bytes(range(90, 100))),
        ("bytes=-5", 206, bytes(range(95, 100))),
        ("bytes=0-1000", 206, bytes(range(100))),
    ],
)
def test_ranges(client: httpx.Client, asked: str, status: int, content: bytes) -> None:
    answer = client.get("media/e-0123456789ab.mp3", headers={"range": asked})
    assert (answer.status_code, answer.content) == (status, content)
    assert answer.headers["content-range"] == f"bytes {content[0]}-{content[-1]}/100"
    assert answer.headers["content-type"] == "audio/mpeg"


def test_a_range_beyond_the_end_is_416(client: httpx.Client) -> None:
    answer = client.get("media/e-0123456789ab.mp3", headers={"range": "bytes=100-"})
    assert (answer.status_code, answer.headers["content-range"]) == (416, "bytes */100")


def test_head_has_the_length_and_no_body(client: httpx.Client) -> None:
    answer = client.head("media/e-0123456789ab.mp3")
    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, "100", b"")


def test_what_did_not_change_is_304(client: httpx.Client) -> None:
    tag = client.get("index.html").headers["etag"]
    assert client.get("index.html", headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("path", ["nothing", "nothing/", "gone.txt", "unnamed.txt", "leak.txt", "podcasts/a b//"])
def test_what_is_not_there_is_404_with_our_page(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (404, "no such page")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    ["../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "/../secret.txt", "..\\secret.txt", "%00", "//etc"],
)
def test_no_address_leads_out(client: httpx.Client, path: str) -> None:
    host, port = client.base_url.host, client.base_url.port
    assert port is not None
    with socket.create_connection((host, port)) as connection:
        request = f"GET {client.base_url.raw_path.decode()}{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
        connection.sendall(request.encode())
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400"))
    assert b"secret" not in answer.partition(b"\r\n\r\n")[2].replace(b"secret.txt", b"")


def test_only_reading_is_allowed(client: httpx.Client) -> None:
    assert client.post("index.html").status_code == 405


def test_outside_the_sub_path_there_is_nothing(tmp_path: Path) -> None:
    with running(tmp_path, "/sub/") as client:
        root = f"http://{client.base_url.host}:{client.base_url.port}"
        assert client.get(f"{root}/index.html").status_code == 404
        assert client.get(f"{root}/subindex.html").status_code == 404
        assert client.get(f"{root}/sub").headers["location"] == "/sub/"


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(PreviewError, match=f"127.0.0.1:{port} can't be used: Address already in use"):
            serve(str(tmp_path), Manifest, port=port)


def test_base_path() -> None:
    assert [base_path(url) for url in ("https://e.org", "https://e.org/", "https://e.org/a/b", "http://e.org/a/")] == [
        "/",
        "/",
        "/a/b/",
        "/a/",
    ]


def test_what_is_published_meanwhile_is_served_whole(tmp_path: Path) -> None:
    """A release is a tree and its manifest; until both are there the one before is served."""
    link, manifests = tmp_path / "public", []

    def publish(name: str) -> Manifest:
        tree, text = tmp_path / name, name.encode()
        tree.mkdir()
        (tree / "index.html").write_bytes(text)
        waiting = tmp_path / "waiting"
        waiting.symlink_to(tree)
        waiting.replace(link)
        return Manifest({"index.html": Artifact("index.html", sha256(text), len(text), {"content-type": "text/html"})})

    manifests.append(publish("one"))
    client = TestClient(app(str(link), lambda: manifests[-1]))
    assert client.get("/").text == "one"
    second = publish("two")
    assert client.get("/").text == "one"
    manifests.append(second)
    assert client.get("/").text == "two"
