"""`[site.editing]`: forms in the browser, for editors who know no git."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic.dataclasses import dataclass as fields_of
from pydantic_core import PydanticCustomError

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Text, Url, YesNo

Backend = Literal["github", "gitlab", "gitea", "trial"]
HOMES: Mapping[str, str] = {
    "github": "https://github.com",
    "gitlab": "https://gitlab.com",
    "gitea": "https://gitea.com",
}
"""Where each backend is at home, when no other server is named."""
_ALIKE = {"forgejo": "gitea", "codeberg": "gitea", "test": "trial", "test-repo": "trial"}
_REPOSITORY = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+")
_REPOSITORY_HINT = "write its owner and its name, like `our-group/our-library`"


def _backend(value: object) -> object:
    return _ALIKE.get(value.lower(), value.lower()) if isinstance(value, str) else value


def _repository(text: str) -> str:
    if not _REPOSITORY.fullmatch(text):
        plain = text.removesuffix(".git").rstrip("/")
        last = "/".join(plain.split("/")[3:]) if "://" in plain else plain.rpartition(":")[2]
        hint = f"write `{last}`" if _REPOSITORY.fullmatch(last) else _REPOSITORY_HINT
        raise PydanticCustomError(
            "bad-settings", "`{value}` is not the name of a repository", {"value": text[:60], "hint": hint}
        )
    return text.removesuffix(".git")


def _server(url: str) -> str:
    """The address of a server: what is asked of it must not be read by others on the way."""
    if not url.startswith("https://"):
        message = "`{value}`: others on the way could read the key of an editor"
        raise PydanticCustomError("bad-settings", message, {"value": url[:60], "hint": "begin it with `https://`"})
    return url.rstrip("/")


Server = Annotated[Url, AfterValidator(_server)]


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class EditingSettings:
    """The section `[site.editing]`. With it, each publish makes `admin/`: forms for all kinds of entry."""

    backend: Annotated[Backend, BeforeValidator(_backend)] = Field(
        description="Where the repository is: `github`, `gitlab`, `gitea` (Forgejo too); `trial` keeps all in the "
        "browser, to try the forms."
    )
    repository: Annotated[Text, AfterValidator(_repository)] | None = Field(
        default=None, description="Owner and name of the repository, `our-group/our-library`."
    )
    branch: Text = Field(default="main", description="The branch that is published.")
    server: Server | None = Field(
        default=None, description="A server of your own, `https://git.example.org`; default: the public one."
    )
    review: YesNo = Field(
        default=True, description="Whether what is saved waits as a pull request; GitHub and GitLab can do that."
    )
    suggestions: YesNo = Field(
        default=False, description="GitHub: people without a right to write may suggest, from a copy of their own."
    )
    rich_text: YesNo = Field(
        default=False,
        description="Whether texts open as in a word processor; else as Markdown, one press away from it.",
    )
    client_id: Text = Field(
        default="", description="GitLab, Gitea: id of the application with which editors sign in; it is no secret."
    )
    sign_in: Server | None = Field(
        default=None, description="GitHub: your helper for signing in; without one, editors bring an access token."
    )

    @property
    def home(self) -> str:
        """The address of the server on which the repository is; empty for none."""
        return self.server or HOMES.get(self.backend, "")

    @property
    def host(self) -> str:
        """The name of that server."""
        return urlsplit(self.home).netloc

    def faults(self) -> tuple[tuple[str, str, str], ...]:
        """What is said of one value and not of another: name, message, remedy."""
        if self.backend != "trial" and not self.repository:
            return (("backend", "no repository is named", f"add `repository`: {_REPOSITORY_HINT}"),)
        if self.suggestions and self.backend != "github":
            return (("suggestions", "only GitHub takes suggestions from everybody", "remove `suggestions`"),)
        if self.sign_in and self.backend != "github":
            return (("sign_in", "only GitHub needs a helper for signing in", "write `client_id` in its place"),)
        return ()
