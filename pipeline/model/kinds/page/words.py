"""What the interface says of free pages, and of the numbers on them. Other languages: `theme/strings/`."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.formats.wording import Words

WORDS: Mapping[str, Words] = {
    "en": {
        "kinds": {"page": {"singular": "Page", "plural": "Pages", "about": ""}},
        "numbers": {
            "where": "Where are you?",
            "elsewhere": "Another country",
            "anywhere": "In any country",
            "kept": "Your device suggests the country. Nothing of it is kept or sent.",
            "all": "Numbers by country",
            "emergency": "Emergency number",
            "danger": "In danger? Call now.",
            "crisis": "Thinking of ending your life? Talk to someone now.",
            "call": "Call",
            "sms": "Text",
            "write": "Write or look further",
        },
    }
}
