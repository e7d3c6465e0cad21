"""What the interface says of glossaries. Other languages: `theme/strings/`."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.formats.wording import Words

WORDS: Mapping[str, Words] = {
    "en": {
        "kinds": {"glossary": {"singular": "Glossary", "plural": "Words", "about": ""}},
        "glossary": {
            "what": "What does “{term}” mean?",
            "more": "More about it",
            "close": "Close",
            "also": "Also: {words}",
            "see": "Read on:",
        },
    }
}
