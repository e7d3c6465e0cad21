"""The table of pages and checks: what each test noted, in Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

NAME = "figure"

Found = dict[str, dict[str, list[object]]]  # page → check → what was noted, one a view


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table, or write it into the file of `--figures`; reports of other processes bring theirs along."""
    found: Found = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") != "call":
                continue
            for name, value in report.user_properties:
                if name == NAME:
                    page, check, figure = value
                    found.setdefault(page, {}).setdefault(check, []).append(figure)
    if not found:
        return
    text = table(found)
    if to := config.getoption("--figures"):
        Path(to).write_text(text, encoding="utf-8")
    terminalreporter.ensure_newline()
    terminalreporter.write_line(text)


def table(found: Found) -> str:
    """A row a page, a column a check; the worst of what the views gave."""
    from tests.pages.conftest import TEMPLATES

    order = [*TEMPLATES, "search"]
    pages = sorted(found, key=lambda page: (order.index(page) if page in order else len(order), page))
    checks = sorted({check for row in found.values() for check in row})
    rows = [["page", *checks], ["---"] + ["---:"] * len(checks)]
    rows += [[page, *(worst(found[page].get(check, [])) for check in checks)] for page in pages]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def worst(figures: list[object]) -> str:
    return str(max(figures, key=lambda one: (isinstance(one, (int, float)), one))) if figures else ""
