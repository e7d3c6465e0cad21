"""What is said of a publish to who is not there: how it ended, and nothing that strangers may not know.

No path of a machine, no word of an error, no secret: an error names what it met, and that may be any of these. The log
of the run has it; its address is told. What a look found is public by its nature, and told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from pipeline.model.artifact import canonical, sha256
from pipeline.model.entry import utc

SHOWN: Final = 10
"""The most findings that are told."""
CONTENT, USAGE, REFUSED, TOOL, LOOKED, TERMINATED = 1, 2, 3, 4, 5, 143
_SAID: Final[Mapping[int, tuple[str, str]]] = {
    CONTENT: ("not published: problems in the content", "What was published before is as it was."),
    USAGE: ("not published: wrong settings or options", "What was published before is as it was."),
    REFUSED: ("not published: the target refused or failed", "What people reach is whole."),
    TOOL: ("not published: a tool or the pipeline failed", "What people reach is whole."),
    LOOKED: (
        "published, but readers meet something wrong",
        "The new release is public and whole. The look at it found:",
    ),
    TERMINATED: ("the publish was stopped", "What people reach is whole; the next publish goes on."),
}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a publish ended: its status, what was published where, at which instant; what a look found at public
    addresses, how many problems of which code there were, and where the log of the run is.
    """

    status: int
    title: str
    target: str
    url: str
    instant: datetime
    findings: Sequence[str] = ()
    problems: Mapping[str, int] = field(default_factory=dict)
    run: str = ""

    @property
    def subject(self) -> str:
        """One line."""
        return f"{self.title}: {_SAID[self.status][0]}"

    @property
    def text(self) -> str:
        """A few lines for people."""
        lines = [f"`{self.target}`, {self.url}", f"{self.subject} (status {self.status}).", _SAID[self.status][1]]
        lines += [f"- {one}" for one in self.findings[:SHOWN]]
        if len(self.findings) > SHOWN:
            lines.append(f"- and {len(self.findings) - SHOWN} more")
        lines += [f"- {count} × {code}" for code, count in sorted(self.problems.items())]
        return "\n".join([*lines, f"The log: {self.run}" if self.run else "The log of the run says more."])

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "publish.looked" if self.status == LOOKED else "publish.failed",
            "timestamp": utc(self.instant),
            "text": self.text,  # what chat services show
            "data": {
                "status": self.status,
                "title": self.title,
                "target": self.target,
                "url": self.url,
                "findings": list(self.findings[:SHOWN]),
                "problems": dict(self.problems),
                "run": self.run or None,
            },
        }


def is_alarming(status: int, *, alone: bool) -> bool:
    """Whether somebody is to be told. Content and settings are seen by who runs the command, unless it runs `alone`;
    who pressed Ctrl-C knows.
    """
    return status in _SAID and (alone or status not in (CONTENT, USAGE))


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `url_env` and `secret_env` name variables from which who sends it takes the address, and the secret
    of the signature that is made with `id`.
    """

    url: str = ""
    url_env: str = ""
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    id: str = ""
    secret_env: str = ""


def posted(ended: Ended, url: str, url_env: str, secret_env: str) -> Call:
    """The post that tells of a failure."""
    body = canonical(ended.to_json())
    return Call(url, url_env, "POST", {"content-type": "application/json"}, body, sha256(body)[:32], secret_env)
