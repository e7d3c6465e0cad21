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
            "unlisted": "We have no number for {place}. If nobody near you knows it, try this:",
            "kept": "Suggested by your device. A choice stays in this tab; nothing is sent.",
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
