"""One issue says how the last publish went: opened or told again when it failed, closed when all is in order.

The nightly of each forge starts it (docs/operators/), with the log on standard input:

    python3 .ci/issue.py --result failure --status 3 --run https://forge.example/runs/1 < night.log

`TOKEN` holds a token that may write issues. Which forge it is, and which project, is known from the variables that it
sets: `GITHUB_API_URL` and `GITHUB_REPOSITORY` (GitHub and Forgejo), or `CI_API_V4_URL` and `CI_PROJECT_ID` (GitLab).
It needs Python 3.9 or later and nothing else, as it also runs where the pipeline could not be had.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

LABEL, COLOUR = "library-nightly", "#d4c5f9"
LINES, WIDTH = 60, 300
THERE_ALREADY = 422
FAILED = "The library could not be published"
WRONG = "The library is published, and something is wrong with it"
WHOLE = "Whatever is public is whole, old or new."
WORDS = {  # exit status: what it means for those who read the issue
    "0": "What is new is public. What came after it failed.",
    "1": "The content has errors. What was published before is still public.",
    "2": "The settings have errors. What was published before is still public.",
    "3": f"The target refused it, or failed. {WHOLE}",
    "4": f"A tool is missing, or failed. {WHOLE}",
    "5": "What is new is public. The look at it found something, and is repeated by each run until it is well.",
    "124": f"It took too long and was ended; the next run goes on from there. {WHOLE}",
    "137": f"It took too long and was ended; the next run goes on from there. {WHOLE}",
}


class Forge:
    """Issues by the API of GitHub, which is that of Forgejo but for labels."""

    def __init__(self, api: str, token: str) -> None:
        self.api, self.token = api, token

    def open(self) -> list[int]:
        """The numbers of the open issues with our label."""
        found = self.ask("GET", f"/issues?state=open&labels={LABEL}")
        return [issue["number"] for issue in found if not issue.get("pull_request")]

    def create(self, title: str, body: str) -> None:
        self.ask("POST", "/issues", {"title": title, "body": body, "labels": [self.label()]})

    def tell(self, number: int, title: str, body: str) -> None:
        self.ask("PATCH", f"/issues/{number}", {"title": title})
        self.ask("POST", f"/issues/{number}/comments", {"body": body})

    def close(self, number: int, body: str) -> None:
        self.ask("POST", f"/issues/{number}/comments", {"body": body})
        self.ask("PATCH", f"/issues/{number}", {"state": "closed"})

    def label(self) -> str | int:
        """How a new issue names our label, which is made where it is missing."""
        new = {"name": LABEL, "color": COLOUR[self.by_name :]}
        if not self.by_name:
            known = {label["name"]: label["id"] for label in self.labels()}
            return int(known.get(LABEL) or self.ask("POST", "/labels", new)["id"])
        try:
            self.ask("POST", "/labels", new)
        except urllib.error.HTTPError as error:
            if error.code != THERE_ALREADY:
                raise
        return LABEL

    def labels(self) -> Iterator[dict[str, Any]]:
        """All labels, page after page."""
        for page in itertools.count(1):
            found = self.ask("GET", f"/labels?page={page}")
            if not found:
                return
            yield from found

    @property
    def by_name(self) -> bool:
        """GitHub takes labels by name, and colours without their `#`; Forgejo takes numbers."""
        return not self.api.partition("/repos/")[0].endswith("/api/v1")

    def ask(self, method: str, path: str, data: dict[str, Any] | None = None) -> Any:
        """What the API answers; raises `OSError` where it does not, or refuses."""
        request = urllib.request.Request(  # noqa: S310 - the forge's own address
            self.api + path,
            None if data is None else json.dumps(data).encode(),
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "User-Agent": "nightly"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.loads(answer.read() or b"null")


class GitLab(Forge):
    """Issues by the API of GitLab, which makes labels when they are first named."""

    def open(self) -> list[int]:
        return [issue["iid"] for issue in self.ask("GET", f"/issues?state=opened&labels={LABEL}")]

    def create(self, title: str, body: str) -> None:
        self.ask("POST", "/issues", {"title": title, "description": body, "labels": LABEL})

    def tell(self, number: int, title: str, body: str) -> None:
        self.ask("PUT", f"/issues/{number}", {"title": title})
        self.ask("POST", f"/issues/{number}/notes", {"body": body})

    def close(self, number: int, body: str) -> None:
        self.ask("POST", f"/issues/{number}/notes", {"body": body})
        self.ask("PUT", f"/issues/{number}", {"state_event": "close"})


def forge() -> Forge:
    """The forge on which this runs."""
    token = os.environ.get("TOKEN", "")
    if "CI_API_V4_URL" in os.environ:
        project = urllib.parse.quote(os.environ["CI_PROJECT_ID"], safe="")
        return GitLab(f"{os.environ['CI_API_V4_URL']}/projects/{project}", token)
    return Forge(f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}", token)


def body(result: str, status: str, run: str, log: str) -> str:
    """What the issue says: what it means, the run, and the end of its log as text that nothing reads as Markdown."""
    words = WORDS.get(status, f"It ended early ({result}), before or while it published. {WHOLE}")
    end = "\n".join(f"    {line[:WIDTH]}" for line in log.splitlines()[-LINES:])
    return f"{words}\n\nThe run: {run}\n\nThe end of its log:\n\n{end or '    (there is none)'}\n"


def main() -> int:
    """Open, tell again or close; a forge without issues is said, and is no failure of the night."""
    parser = argparse.ArgumentParser(description="One issue says how the last publish went.")
    parser.add_argument("--result", required=True, help="how the job ended: success, or anything else")
    parser.add_argument("--status", default="", help="the exit status of the publish, where it got so far")
    parser.add_argument("--run", required=True, help="address of the run")
    given = parser.parse_args()
    log = sys.stdin.buffer.read().decode("utf-8", "replace")
    try:
        tell(forge(), given.result, given.status, given.run, log)
    except OSError as error:
        print(
            f"warning: no issue tells of this run, since the forge did not take it ({error}): are issues switched off?"
        )
    return 0


def tell(to: Forge, result: str, status: str, run: str, log: str) -> None:
    """What is to be said of a publish, in the issue that is open, if there is one."""
    numbers = to.open()
    if result == "success":
        for number in numbers:
            to.close(number, f"Published, and in order: {run}")
        return
    title = WRONG if status in ("0", "5") else FAILED
    said = body(result, status, run, log)
    if numbers:
        to.tell(numbers[0], title, said)
    else:
        to.create(title, said)


if __name__ == "__main__":
    sys.exit(main())
