"""Telling how a publish ended to those who are not there. Nothing that fails here changes the status."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline import wiring
from pipeline.cli.failures import DONE
from pipeline.cli.session import Session

if TYPE_CHECKING:
    from pipeline.alerts import Ended


def watch(session: Session) -> None:
    """Let those whom the settings name know how this publish ends."""
    settings, name = session.settings.alerts, session.target
    to, site = session.settings.targets[name], session.settings.site
    is_meant = name in settings.targets if settings and settings.targets else to.base_url in (None, site.url)
    if settings and is_meant:
        session.afterwards.append(lambda status: _tell(session, status))


def _tell(session: Session, status: int) -> None:
    from pipeline import alerts

    settings, messenger = session.settings.alerts, wiring.messenger()
    assert settings
    try:
        if status == DONE:
            told = tuple(alerts.beat(settings, messenger))
        elif alerts.is_alarming(status, alone=bool(os.environ.get("CI"))):
            told = tuple(alerts.alert(settings, _ended(session, status), messenger))
        else:
            told = ()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the publish has ended, whatever happens now
        session.show.warn(f"not all were told how this ended ({type(error).__name__})")
        return
    for one in told:
        if one.failure:
            session.show.warn(f"not told how this ended ({one.whom}): {one.failure}")


def _ended(session: Session, status: int) -> Ended:
    from pipeline.alerts import Ended

    found, settings = session.show.found, session.settings
    looks = [one for one in found.get("look", ()) if not one["ok"]]
    return Ended(
        status,
        settings.site.title,
        session.target,
        settings.targets[session.target].base_url or settings.site.url,
        datetime.now(UTC).replace(microsecond=0),
        [f"{one['subject']}: {one['message']}" for one in looks],
        Counter(one["code"] for one in found.get("problems", ()) if one["severity"] == "error"),
        _run(os.environ),
    )


def _run(environment: Mapping[str, str]) -> str:
    """The address of the log of this run, where a CI tells it: GitLab, or GitHub and Forgejo."""
    server, repository, number = (environment.get(f"GITHUB_{n}", "") for n in ("SERVER_URL", "REPOSITORY", "RUN_ID"))
    theirs = f"{server}/{repository}/actions/runs/{number}" if server and repository and number else ""
    return environment.get("CI_JOB_URL", "") or theirs
