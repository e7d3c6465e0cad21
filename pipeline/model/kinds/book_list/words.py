"""What the interface says of book lists. Other languages: `theme/strings/`."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.formats.wording import Words

WORDS: Mapping[str, Words] = {
    "en": {
        "kinds": {
            "book-list": {
                "singular": "Book list",
                "plural": "Books",
                "about": "Lists of recommended books, with who they are for.",
            }
        },
        "books": {
            "by": "by {authors}",
            "isbn": "ISBN {isbn}",
            "for-whom": "For whom",
            "about": "About",
            "find": "Find in a library",
            "exports": "Take this list with you",
            "endings": {
                "csv": "As a table (CSV), for a spreadsheet",
                "bib": "As BibTeX",
                "ris": "As RIS, for a reference manager",
            },
        },
    }
}
