"""A plan in words, and as data."""

from __future__ import annotations

from typing import Any

from pipeline.cli.amounts import size_in_words
from pipeline.cli.report import harmless
from pipeline.model.artifact import Action, Plan


def in_words(plan: Plan, *, verbose: bool) -> str:
    """A plan as people read it: what changes and why, and what it costs."""
    lines = []
    for change in plan.changes:
        if change.action is Action.KEEP and not verbose:
            continue
        size = f" ({size_in_words(change.size)}{', copied' * change.copied})" if change.action is Action.PUT else ""
        lines.append(f"{change.action:6} {change.path}{size}: {change.reason}")
    puts, deletes = plan.only(Action.PUT), plan.only(Action.DELETE)
    lines.append(
        f"{len(puts)} to put ({size_in_words(plan.bytes_to_put)}), {len(deletes)} to delete, "
        f"{len(plan.only(Action.KEEP))} kept, {plan.enclosures_replaced} enclosures replaced"
    )
    return "\n".join(harmless(line) for line in lines)


def shared(plan: Plan) -> list[tuple[str, str]]:
    """What the pages of a preview lead to and all previews share."""
    files = plan.manifest.shared.values()
    size = size_in_words(sum(artifact.size for artifact in files))
    return [("shares", f"{len(files)} files ({size}), of sound, pictures and PDFs")] if files else []


def as_data(plan: Plan) -> dict[str, Any]:
    """A plan as JSON data."""
    return {
        "put": [{"path": c.path, "reason": c.reason, "size": c.size} for c in plan.only(Action.PUT)],
        "delete": [{"path": c.path, "reason": c.reason} for c in plan.only(Action.DELETE)],
        "kept": len(plan.only(Action.KEEP)),
        "bytes": plan.bytes_to_put,
        "bytes_copied": plan.bytes_to_copy,
        "enclosures_replaced": plan.enclosures_replaced,
        "refusals": list(plan.refusals),
    }


def applied(plan: Plan) -> str:
    """What became of a plan, in one line."""
    if plan.empty:
        return "Nothing changed: the target has it all."
    puts, deletes, kept = (len(plan.only(action)) for action in (Action.PUT, Action.DELETE, Action.KEEP))
    said = f"{puts} put ({size_in_words(plan.bytes_to_put)}), {deletes} deleted, {kept} as they were"
    return f"{said}, {plan.enclosures_replaced} enclosures replaced" if plan.enclosures_replaced else said
