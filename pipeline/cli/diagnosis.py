"""What `doctor` found, in words and as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.cli.report import harmless
from pipeline.model.tree import Tree
from pipeline.problems import Finding, Problem
from pipeline.release.bucket.layout import KEPT
from pipeline.settings import Settings, TargetSettings
from pipeline.settings.community import NETWORKS
from pipeline.settings.load import FILE


def settings(found: Settings | None, problems: Iterable[Problem]) -> Iterator[Finding]:
    """`pipeline.toml`: valid, or each of its problems."""
    if found is not None:
        yield Finding(True, FILE, f"valid; targets: {', '.join(sorted(found.targets))}")
    for problem in problems:
        yield Finding(False, FILE, f"{problem.place}: {problem.message}", problem.hint)


def variables(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """The variables that announcements and alerts need: only where `publish` runs must they be set."""
    announce, alerts = settings.announce, settings.alerts
    needed = [(name, "announcements") for name in (announce.variables if announce else ())]
    needed += [(name, "alerts") for name in (alerts.variables if alerts else ())]
    for name, what in needed:
        if environment.get(name):
            yield Finding(True, name, f"set, for {what}")
        else:
            yield Finding(True, name, f"not set here; {what} need it", "set it where `pipeline publish` runs")


def community(settings: Settings) -> Iterator[Finding]:
    """What readers are offered besides the library."""
    named = settings.community
    if named is None:
        return
    ways = [f"chat ({named.chat.hours})" if name == "chat" and named.chat else name for name in named.links]
    ways += [NETWORKS[network] for network in named.accounts]
    yield Finding(True, "community", f"pages lead to {', '.join(ways)}" if ways else "names nothing")


def routes(to: TargetSettings) -> Iterator[Finding]:
    """The headers of the settings that a bucket can't keep, and so something before it must send."""
    named = {name for said in to.routes.values() if not isinstance(said, str) for name in said}
    if to.type == "s3" and (others := sorted(named - KEPT.keys() - {"content-type"})):
        said = f"a bucket does not keep {', '.join(f'`{name}`' for name in others)}"
        yield Finding(
            True, "routes", said, "let the CDN send it: `pipeline rules cloudfront` writes a function for that"
        )


def library(tree: Tree, ours: str) -> Iterator[Finding]:
    """The theme, with the place of `ours`, and the recordings that are pointers."""
    theme = sum(file.path.startswith("theme/") for file in tree)
    if theme:
        yield Finding(True, "theme", f"{theme} files; those of the pipeline, to copy from, lie in {ours}")
    else:
        yield Finding(False, "theme", "not here", "install the package again: its theme travels with it")
    if there := pointers(tree):
        said = f"{len(there)} are Git LFS pointers, such as `{there[0]}`; enough while the target remembers their sound"
        yield Finding(True, "recordings", said, "`git lfs pull` fetches them")


def pointers(tree: Tree) -> list[str]:
    """The files that are Git LFS pointers."""
    return [file.path for file in tree if file.pointer]


def in_words(findings: Iterable[Finding], policy: str = "") -> str:
    """A line for each finding, and the remedy below where there is one: once, where several that follow have it."""
    findings = tuple(findings)
    lines = []
    for finding, following in zip(findings, (*(one.hint for one in findings[1:]), ""), strict=True):
        mark = "ok" if finding.ok and not finding.hint else "note" if finding.ok else "LACKS"
        lines.append(f"{mark:5}  {finding.subject:14}  {finding.message}")
        if finding.hint and finding.hint != following:
            lines.append(f"{'':5}  {'':14}  remedy: {finding.hint}")
    lacking = sum(not finding.ok for finding in findings)
    lines += ["", "All that is needed is here." if not lacking else f"{lacking} of {len(findings)} need a remedy."]
    if policy:
        lines += ["", "The least rights that a publish needs:", "", *policy.splitlines()]
    return "\n".join(harmless(line) for line in lines)


def as_data(findings: Iterable[Finding], policy: str = "") -> dict[str, Any]:
    """The findings as JSON data."""
    findings = tuple(findings)
    listed = [{"ok": f.ok, "subject": f.subject, "message": f.message, "hint": f.hint} for f in findings]
    return {"ok": all(finding.ok for finding in findings), "findings": listed, "policy": policy or None}
