"""Rules for the old host lead each old address to where the same lies now: held by nginx, Apache and Node.js."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright._impl._driver import compute_driver_executable

from pipeline.importing.keeping.ledger import Kept, Known, Ledger, Record
from pipeline.importing.rules import HOSTS, moves, ruled
from tests.docs.test_nginx import nginx
from tests.support import web
from tests.support.machine import tool
from tests.support.sample import free_port, wait_for

NEW = "https://library.example/"
OLD = "https://old.example"
ENTRIES = {
    "one": ("/2019/05/one/", "/?p=12", "/index.php?p=12"),
    "two": ("/2019/05/two.html", "/?page_id=3&preview=a%20b"),
    "umlaut": ("/über uns/", "/f%C3%BCr-alle/"),
    "quoted": ('/a"b\\c', "/c++/$1/", "/?x-y=1"),
    "show": ("/feed/podcast/", "/?feed=podcast", "/?feed=podcast&podcast_series=talks"),
    "home": ("/",),
}
FILE = "/wp-content/uploads/a.mp3"
PUBLISHED = {f"content/{name}.md": f"{NEW}new/{name}/" for name in ENTRIES} | {
    "content/a.mp3": f"{NEW}media/a-0123456789ab.mp3"
}
WHOLE = {f"{OLD}{path}": f"{NEW}new/{name}/" for name, paths in ENTRIES.items() for path in paths}
WHOLE[f"{OLD}/?feed=podcast&podcast_series=talks"] = f"{NEW}new/show/"


def ledger() -> Ledger:
    items = {
        name: Record("article", f"content/{name}.md", old=tuple(f"{OLD}{path}" for path in paths))
        for name, paths in ENTRIES.items()
    }
    items["draft"] = Record("article", "content/draft.md", old=(f"{OLD}/draft/", "ftp://old.example/", "http://["))
    items["same"] = Record("article", "content/one.md", old=(f"{NEW}new/one/", f"{OLD}/2019/05/one/"))
    files = {"a": Kept("content/a.mp3", "ab", old=(f"{OLD}{FILE}", "http://www.cdn.example/a.mp3"))}
    return Ledger({OLD: Known(items, files)})


def text(host: str, folder: str = "old.example") -> dict[str, str]:
    files = ruled(host, moves(ledger(), PUBLISHED)[0])
    return {name.removeprefix(f"{folder}/"): one for name, one in files.items() if name.startswith(f"{folder}/")}


def test_each_old_address_of_what_is_published_moves_once() -> None:
    moved, lost = moves(ledger(), PUBLISHED)
    assert {one.old: one.new for one in moved} == {
        **WHOLE,
        f"{OLD}{FILE}": PUBLISHED["content/a.mp3"],
        "http://www.cdn.example/a.mp3": PUBLISHED["content/a.mp3"],
    }
    assert lost == (f"{OLD}/draft/",)
    assert {name.partition("/")[0] for host in HOSTS for name in ruled(host, moved)} == {"cdn.example", "old.example"}


@pytest.mark.parametrize(
    "old",
    [
        "http://../x", "http://a..b/", "http://./", "http://a/b/../../etc", "http://old.example/a%0ARedirect%20/%20/",
        "http://old.example/a\u2028b", "file:///etc/passwd", "http://old.example:x/", "//old.example/", "http://a\\b/",
    ],
)  # fmt: skip
def test_an_address_of_an_enemy_names_no_folder_and_ends_no_line(old: str) -> None:
    items = {"a": Record("article", "content/one.md", old=(old,))}
    for host in HOSTS:
        for name, text in ruled(host, moves(Ledger({"x": Known(items, {})}), PUBLISHED)[0]).items():
            folder, file = name.split("/")
            assert folder.strip(".") and "\\" not in folder and file
            assert "Redirect /" not in text and "\u2028" not in text


Lead = Callable[[str], tuple[int, str]]


def ask(base: str) -> Lead:
    def asked(path: str) -> tuple[int, str]:
        answer = web.get(f"{base}{path}", follow_redirects=False)
        return answer.status_code, answer.headers.get("location", "")

    return asked


@contextmanager
def by_nginx(home: Path) -> Iterator[Lead]:
    port, made = free_port(), text("nginx")
    (home / "server.conf").write_text(made["server.conf"], encoding="utf-8")
    server = f"server {{ listen 127.0.0.1:{port}; include {home}/server.conf; location / {{ return 404; }} }}"
    with nginx(home, f"{made['maps.conf']}{server}", port):
        yield ask(f"http://127.0.0.1:{port}")


APACHE = """
ServerRoot "{home}"
ServerName old.example
Listen 127.0.0.1:{port}
PidFile {home}/pid
ErrorLog {home}/error.log
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so
DocumentRoot "{home}/site"
<Directory "{home}/site">
AllowOverride All
</Directory>
"""


@contextmanager
def by_apache(home: Path) -> Iterator[Lead]:
    program, port = tool("apache2", "apache2-bin"), free_port()
    (home / "site").mkdir()
    (home / "site/.htaccess").write_text(text("apache")[".htaccess"], encoding="utf-8")
    (home / "apache.conf").write_text(APACHE.format(home=home, port=port), encoding="utf-8")
    server = subprocess.Popen([program, "-f", str(home / "apache.conf"), "-DFOREGROUND"], stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/", server)
        yield ask(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(10)


@pytest.mark.parametrize("served", [by_nginx, by_apache])
def test_servers_lead_where_the_same_lies_now(
    served: Callable[[Path], AbstractContextManager[Lead]], tmp_path: Path
) -> None:
    with served(tmp_path) as lead:
        for old, new in WHOLE.items():
            parts = urlsplit(old)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            assert lead(path) == (301, new), path
        assert lead(FILE) == (301, PUBLISHED["content/a.mp3"])
        assert lead("/2019/05/one") == lead("/2019/05/one/")
        assert lead("/2019/05/one/?utm_source=x") == (301, f"{NEW}new/one/?utm_source=x")
        assert lead("/?utm_source=x&p=12") == (301, f"{NEW}new/one/")
        for path in ("/2019/05/oneandmore/", "/2019/05/two.html/more", "/else/?p=12", "/draft/"):
            assert lead(path)[0] in (403, 404), path


def test_a_worker_leads_on_what_no_list_can_hold() -> None:
    made = text("cloudflare")
    rows = list(csv.reader(made["bulk-redirects.csv"].splitlines()))
    assert ["old.example/2019/05/one/", f"{NEW}new/one/", "301", "TRUE", "FALSE", "FALSE", "FALSE"] in rows
    assert {row[0] for row in rows} >= {"old.example/2019/05/one", "www.old.example/2019/05/one/", f"old.example{FILE}"}
    assert not any("?" in row[0] for row in rows)
    paths = ["/?p=12", "/?feed=podcast&podcast_series=talks", "/?x-y=1&b=2", "/?page_id=3&preview=a%20b", "/?p=13"]
    script = (
        made["worker.js"].replace("export default", "const worker =").replace("return fetch(request)", "return null")
    )
    script += f"for (const path of {paths}) {{ const got = worker.fetch({{url: 'https://old.example' + path}});"
    script += "console.log(got ? got.status + ' ' + got.headers.get('location') : 'none'); }"
    node = compute_driver_executable()[0]
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines() == [
        f"301 {NEW}new/one/", f"301 {NEW}new/show/", f"301 {NEW}new/quoted/", f"301 {NEW}new/two/", "none",
    ]  # fmt: skip


def test_netlify_asks_for_queries_before_paths() -> None:
    lines = text("netlify")["_redirects"].splitlines()[1:]
    assert f"/ p=12 {NEW}new/one/ 301!" in lines
    assert lines.index(f"/ feed=podcast podcast_series=talks {NEW}new/show/ 301!") < lines.index(
        f"/ feed=podcast {NEW}new/show/ 301!"
    )
    assert f"/%C3%BCber%20uns/ {NEW}new/umlaut/ 301!" in lines
    assert lines.index(f"/ p=12 {NEW}new/one/ 301!") < lines.index(f"/ {NEW}new/home/ 301!")
