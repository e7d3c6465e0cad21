"""Roles of people in a podcast, and the groups of roles (Podcast Taxonomy, to which `podcast:person` refers)."""

from __future__ import annotations

from pipeline.problems import Known

GROUPS: dict[str, tuple[str, ...]] = {
    "creative direction": (
        *("director", "assistant director", "executive producer", "senior producer", "producer"),
        *("associate producer", "development producer", "creative director"),
    ),
    "cast": ("host", "co-host", "guest host", "guest", "voice actor", "narrator", "announcer", "reporter"),
    "writing": (
        *("author", "editorial director", "co-writer", "writer", "songwriter", "guest writer", "story editor"),
        *("managing editor", "script editor", "script coordinator", "researcher", "editor", "fact checker"),
        *("translator", "transcriber", "logger"),
    ),
    "audio production": (
        *("studio coordinator", "technical director", "technical manager", "audio engineer"),
        *("remote recording engineer", "post production engineer"),
    ),
    "audio post-production": (
        *("audio editor", "sound designer", "foley artist", "composer", "theme music", "music production"),
        "music contributor",
    ),
    "administration": (
        *("production coordinator", "booking coordinator", "production assistant", "content manager"),
        *("marketing manager", "sales representative", "sales manager"),
    ),
    "visuals": ("graphic designer", "cover art designer"),
    "community": ("social media manager",),
    "misc.": ("consultant", "intern"),
    "video production": ("camera operator", "lighting designer", "camera grip", "assistant camera"),
    "video post-production": ("editor", "assistant editor"),
}
"""Group → its roles, in lower case, as feeds write them. One role stands in two groups: the first has it by itself."""

_GROUP_OF: dict[str, str] = {role: group for group, roles in reversed(GROUPS.items()) for role in roles}
_ELSEWHERE = {"moderator": "host", "interviewer": "host", "presenter": "host", "speaker": "guest", "reader": "narrator"}
"""What others call a role."""
_ROLES, _GROUPS = Known(_GROUP_OF), Known(GROUPS)


def canonical(text: str) -> str:
    """The role as feeds write it, whatever the letters' case; empty for one that the taxonomy does not have."""
    role = _plain(text)
    return role if role in _GROUP_OF else ""


def near(text: str) -> str:
    """The role that was meant; empty where none is alike."""
    role = _plain(text)
    return _ELSEWHERE.get(role) or _ROLES.did_you_mean(role, remedy="{}")


def group_of(role: str) -> str:
    """The group of a role of the taxonomy."""
    return _GROUP_OF[role]


def canonical_group(text: str) -> str:
    """The group as feeds write it; empty for one that the taxonomy does not have."""
    group = _plain(text)
    return group if group in GROUPS else "misc." if group == "misc" else ""


def near_group(text: str) -> str:
    """The group that was meant; empty where none is alike."""
    return _GROUPS.did_you_mean(_plain(text), remedy="{}")


def _plain(text: str) -> str:
    """Lower case, with single spaces, and as the taxonomy joins its words: `Co Host` and `co-host` are one."""
    role = " ".join(text.casefold().split())
    joined = role.replace(" ", "-")
    return joined if joined in ("co-host", "co-writer") else role
