"""Importing: what an organisation has elsewhere, as content files that an editor could have written.

A reader makes items of a source; `chosen` are those that are moved in, `alongside` tells what goes along with them and
`to_bring` how; `laid` makes drafts of them, lays them onto the library and tells which files change. `load` reads
`import.yml`, `unmet` tells what in it this source has not, `Ledger` is `import.lock`, and `account` tells what became
of all.
"""

from collections.abc import Callable, Mapping

from pipeline.importing import feed, meetings, papers, site, wordpress
from pipeline.importing.deciding.decisions import DECISIONS, Decisions, load, unmet
from pipeline.importing.fetching import Bringing, NotNow, expected, noted
from pipeline.importing.fetching import plan as to_bring
from pipeline.importing.keeping.ledger import LEDGER, Known, Ledger
from pipeline.importing.keeping.people import joined
from pipeline.importing.laying.arrange import alongside, chosen
from pipeline.importing.laying.before import Before, settled
from pipeline.importing.laying.compose import Ground
from pipeline.importing.laying.laid import Laid, laid
from pipeline.importing.laying.terms import Filing
from pipeline.importing.laying.who import People
from pipeline.importing.source.found import Found
from pipeline.importing.source.origin import Origin
from pipeline.importing.telling.account import account
from pipeline.importing.telling.document import dumped
from pipeline.importing.telling.report import REPORT, Report
from pipeline.importing.telling.table import table

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
    "Laid",
    "Ledger",
    "NotNow",
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
    "settled",
    "table",
    "to_bring",
    "unmet",
]
