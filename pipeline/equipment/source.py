"""Where the pipeline of a library comes from, as pip names it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

SAID = ".ci/pipeline.txt"
_GIT = re.compile(r"git\+(?P<url>[a-z+]+://[^\s@]+(?:@[^\s@/]+/[^\s@]+)?)@(?P<commit>[^\s@]+)")
_TEXT = """\
# Where the pipeline of this library comes from: one line, as pip names it. Of a repository, at a commit or a tag:
#
#     git+https://git.example.org/somebody/pipeline@0123456789abcdef0123456789abcdef01234567
#
# of a file that somebody offers, with its digest, or of one that lies beside this text:
#
#     https://files.example.org/pipeline-1.0-py3-none-any.whl#sha256=…
#     ./pipeline-1.0-py3-none-any.whl
#
# To take a newer one: `pipeline init --ci FORGE --overwrite` by that one, which writes what belongs to it.
"""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the pipeline comes from: an address, or a wheel (`name`, `wheel`) that a library holds itself. Empty where
    nobody knows.
    """

    address: str = ""
    name: str = ""
    wheel: bytes = b""

    @property
    def repository(self) -> tuple[str, str]:
        """The address of a git repository and the commit or tag in it; both empty where it comes from none."""
        match = _GIT.fullmatch(self.address)
        return (match["url"], match["commit"]) if match else ("", "")

    @property
    def is_known(self) -> bool:
        return bool(self.address or self.name)

    def files(self) -> dict[str, bytes]:
        """What says so in a library, by path."""
        line = f"./{self.name}" if self.name else self.address
        told = {SAID: f"{_TEXT}{line}\n".encode() if line else _TEXT.encode()}
        return {**told, f".ci/{self.name}": self.wheel} if self.name else told


UNKNOWN = Source()


def said(text: str, folder: str) -> str:
    """What a library says (`SAID`, in `folder`): an address, the path of a wheel, or nothing."""
    line = next((line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")), "")
    return f"{folder}/{line[2:]}" if line.startswith("./") else line


def noted(text: str | None) -> Source:
    """What an installer noted (`direct_url.json`, PEP 610) of where it had the pipeline from: an address that others
    can ask, too.
    """
    told: dict[str, Any] = json.loads(text) if text else {}
    url = str(told.get("url", ""))
    if not url.startswith(("https://", "http://", "ssh://")):
        return UNKNOWN
    if commit := told.get("vcs_info", {}).get("commit_id"):
        return Source(f"git+{url}@{commit}")
    digest = told.get("archive_info", {}).get("hashes", {}).get("sha256")
    return Source(f"{url}#sha256={digest}" if digest else url)
