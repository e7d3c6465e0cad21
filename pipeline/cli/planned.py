"""A plan in words, and as data."""

from __future__ import annotations

import shlex
from typing import Any

from pipeline.cli.amounts import size_in_words
from pipeline.cli.report import harmless
from pipeline.model.artifact import Action, Plan
from pipeline.release import Requests
from pipeline.settings.prices import Prices


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
        f"{len(plan.only(Action.KEEP))} kept, {_replaced(plan)}"
    )
    lines += standing(plan)
    return "\n".join(harmless(line) for line in lines)


def standing(plan: Plan) -> list[str]:
    """The episodes that a new intro or outro of their show does not touch."""
    count = len(plan.manifest.standing)
    if not count:
        return []
    who = "1 published episode keeps its" if count == 1 else f"{count} published episodes keep their"
    shows = sorted({path.rpartition("/")[0] for path in plan.manifest.standing})
    asked = " ".join(f"--remaster {shlex.quote(f'{folder}/show.yml')}" for folder in shows)
    return [f"{who} beginning and end, which new episodes have otherwise; `{asked}` makes them anew"]


def cost(requests: Requests, prices: Prices | None) -> list[str]:
    """What a plan asks of a store and what that costs, a line each; nothing where none is asked."""
    if requests == Requests():
        return []
    asked = ", ".join(f"{count} {name}" for name, count in _asked(requests).items())
    sizes = f"{size_in_words(requests.sent)} go out, {size_in_words(requests.kept)} are kept for a way back"
    lines = [f"requests: {asked}; {sizes}"]
    if prices:
        once, a_month = _money(requests.price(prices), prices), _money(requests.a_month(prices), prices)
        lines.append(
            f"costs {once} once, and {a_month} a month for the {size_in_words(requests.public)} that are public; "
            "what readers fetch comes to it, and no plan knows how much that is"
        )
    return lines


def _asked(requests: Requests) -> dict[str, int]:
    return {name: getattr(requests, name) for name in ("put", "copy", "list", "get", "delete")}


def _money(amount: float, prices: Prices) -> str:
    """An amount to a hundredth of a cent; what is less is said to be."""
    return f"less than 0.0001 {prices.currency}" if 0 < amount < 0.0001 else f"{amount:.4f} {prices.currency}"


def cost_as_data(requests: Requests, prices: Prices | None) -> dict[str, Any]:
    """The same as JSON data; `transfer` is what nobody knows."""
    money = {"once": requests.price(prices), "a_month": requests.a_month(prices)} if prices else {}
    return {
        "requests": _asked(requests),
        "bytes_sent": requests.sent,
        "bytes_kept": requests.kept,
        "bytes_public": requests.public,
        "cost": {**money, "currency": prices.currency, "transfer": None} if prices else None,
    }


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
        "standing": list(plan.manifest.standing),
        "refusals": list(plan.refusals),
    }


def applied(plan: Plan) -> str:
    """What became of a plan, in one line."""
    if plan.empty:
        return "Nothing changed: the target has it all."
    puts, deletes, kept = (len(plan.only(action)) for action in (Action.PUT, Action.DELETE, Action.KEEP))
    said = f"{puts} put ({size_in_words(plan.bytes_to_put)}), {deletes} deleted, {kept} as they were"
    return f"{said}, {_replaced(plan)}" if plan.enclosures_replaced else said


def _replaced(plan: Plan) -> str:
    count = plan.enclosures_replaced
    return f"{count} {'enclosure' if count == 1 else 'enclosures'} replaced"
