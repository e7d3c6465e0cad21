"""Importing: what an organisation has elsewhere, as content files that an editor could have written.

A reader makes items of a source; `chosen` are those that are moved in, `alongside` tells what goes along with them and
`to_bring` how; `laid` makes drafts of them, lays them onto the library and tells which files change. `load` reads
`import.yml`, `unmet` tells what in it this source has not, `Ledger` is `import.lock`, and `account` tells what became
of all.
"""

from collections.abc import Callable, Mapping

from pipeline.importing import feed, meetings, papers, site, wordpress
from pipeline.importing.account import account
from pipeline.importing.arrange import alongside, chosen
from pipeline.importing.compose import Ground
from pipeline.importing.decisions import DECISIONS, Decisions, load, unmet
from pipeline.importing.document import dumped
from pipeline.importing.fetching import Bringing, NoRoom, expected, noted
from pipeline.importing.fetching import plan as to_bring
from pipeline.importing.found import Found
from pipeline.importing.laid import Before, laid
from pipeline.importing.ledger import LEDGER, Known, Ledger
from pipeline.importing.origin import Origin
from pipeline.importing.people import joined
from pipeline.importing.report import REPORT, Report
from pipeline.importing.table import table
from pipeline.importing.terms import Filing
from pipeline.importing.who import People

READERS: Mapping[str, Callable[[Origin, Decisions], Found]] = {
    "docx": papers.read,
    "feed": feed.read,
    "meetings": meetings.read,
    "site": site.read,
    "wordpress": wordpress.read,
}
"""Sort of source → who reads it."""

__all__ = [
    "DECISIONS",
    "LEDGER",
    "READERS",
    "REPORT",
    "Before",
    "Bringing",
    "Decisions",
    "Filing",
    "Found",
    "Ground",
    "Known",
    "Ledger",
    "NoRoom",
    "Origin",
    "People",
    "Report",
    "account",
    "alongside",
    "chosen",
    "dumped",
    "expected",
    "joined",
    "laid",
    "load",
    "noted",
    "table",
    "to_bring",
    "unmet",
]
