"""The issues of a forge, by as much of the API of GitHub, Forgejo or GitLab as a night asks for, on loopback."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

TOKEN = "a token of tests"
ROOTS = {"github": "/repos/them/library", "forgejo": "/api/v1/repos/them/library", "gitlab": "/api/v4/projects/7"}


@dataclass
class Issue:
    title: str
    body: str
    labels: list[str]
    open: bool = True
    comments: list[str] = field(default_factory=list)


@dataclass
class Forge:
    """What is there, and how it is asked: `sort` is github, forgejo or gitlab. `off` is a project without issues."""

    sort: str
    port: int = 0
    off: bool = False
    issues: list[Issue] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    said: list[tuple[int, str]] = field(default_factory=list)
    """The comments of pull requests: number and text."""

    @property
    def env(self) -> dict[str, str]:
        """The variables that the forge sets."""
        here = f"http://127.0.0.1:{self.port}"
        if self.sort == "gitlab":
            return {"CI_API_V4_URL": f"{here}/api/v4", "CI_PROJECT_ID": "7"}
        api = f"{here}/api/v1" if self.sort == "forgejo" else here
        return {"GITHUB_API_URL": api, "GITHUB_REPOSITORY": "them/library"}

    def answer(self, method: str, path: str, data: dict[str, Any]) -> tuple[int, Any]:
        """Status and document."""
        root = {
            "github": "/repos/them/library",
            "forgejo": "/api/v1/repos/them/library",
            "gitlab": "/api/v4/projects/7",
        }
        assert path.startswith(root[self.sort]), path
        asked, _, query = path.removeprefix(root[self.sort]).partition("?")
        if self.off:
            return 410, {"message": "Issues are disabled for this repo"}
        if asked == "/pulls":
            owner, branch = parse_qs(query)["head"][0].split(":", 1)
            heads = ((pull, pull["head"]) for pull in self.pulls)
            return 200, [pull for pull, head in heads if (head["user"]["login"], head["ref"]) == (owner, branch)]
        if self.pulls and (commented := re.fullmatch(r"/issues/(?:comments/)?(\d+)(/comments)?", asked)):
            return self._comments(method, int(commented[1]), query, data)
        if asked == "/labels":
            return self._labels(method, query, data)
        if asked == "/issues":
            return (200, self._open(query)) if method == "GET" else (201, self._create(data))
        match = re.fullmatch(r"/issues/(\d+)(/comments|/notes)?", asked)
        assert match and bool(match[2]) == (method == "POST"), (method, path)
        self._change(self.issues[int(match[1]) - 1], data)
        return 200, {}

    def _comments(self, method: str, number: int, query: str, data: dict[str, Any]) -> tuple[int, Any]:
        if method == "PATCH":
            self.said[number] = self.said[number][0], data["body"]
        elif method == "POST":
            self.said.append((number, data["body"]))
        elif parse_qs(query)["page"] == ["1"]:
            return 200, [{"id": at, "body": text} for at, (pull, text) in enumerate(self.said) if pull == number]
        return 200, []

    def _labels(self, method: str, query: str, data: dict[str, Any]) -> tuple[int, Any]:
        """On GitHub a label has its name once; Forgejo, which has a page for each here, would make it again."""
        assert self.sort != "gitlab", "it makes labels by itself"
        if method == "POST":
            assert data["color"].startswith("#") == (self.sort == "forgejo")
            if data["name"] in self.labels:
                return 422, {"message": "Validation Failed"}
            self.labels.append(data["name"])
            return 201, {"id": len(self.labels), "name": data["name"]}
        page = int(query.removeprefix("page="))
        return 200, [{"id": page, "name": name} for name in self.labels[page - 1 : page]]

    def _open(self, query: str) -> list[dict[str, Any]]:
        found = re.fullmatch(r"state=(\w+)&labels=([\w-]+)", query)
        assert found and found[1] == ("opened" if self.sort == "gitlab" else "open")
        number = "iid" if self.sort == "gitlab" else "number"
        issues = enumerate(self.issues, 1)
        return [{number: at} for at, issue in issues if issue.open and found[2] in issue.labels]

    def _create(self, data: dict[str, Any]) -> dict[str, Any]:
        if self.sort == "gitlab":
            labels, body = data["labels"].split(","), data["description"]
        elif self.sort == "forgejo":
            labels, body = [self.labels[number - 1] for number in data["labels"]], data["body"]
        else:
            labels, body = data["labels"], data["body"]
            assert set(labels) <= set(self.labels)
        self.issues.append(Issue(data["title"], body, labels))
        return {}

    def _change(self, issue: Issue, data: dict[str, Any]) -> None:
        if body := data.get("body"):
            issue.comments.append(body)
        issue.title = data.get("title", issue.title)
        issue.open = issue.open and "close" not in (data.get("state_event"), data.get("state", "")[:5])


@contextmanager
def forge(sort: str) -> Iterator[Forge]:
    """A forge that answers."""
    ours = Forge(sort)

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            assert self.headers["authorization"] == f"Bearer {TOKEN}"
            sent = self.rfile.read(int(self.headers["content-length"] or 0))
            status, document = ours.answer(self.command, self.path, json.loads(sent or b"{}"))
            body = json.dumps(document).encode()
            self.send_response_only(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_PUT = _answer  # noqa: N815 - the names that http.server calls

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - its name there
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        ours.port = server.server_port
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield ours
        finally:
            server.shutdown()
