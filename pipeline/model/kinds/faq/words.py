"""What the interface says of questions. Other languages: `theme/strings/`."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.formats.wording import Words

WORDS: Mapping[str, Words] = {
    "en": {
        "kinds": {
            "faq": {
                "singular": "Questions",
                "plural": "Questions",
                "about": "What people ask first, and short answers. Nobody has to read anything else before.",
            }
        },
    }
}
