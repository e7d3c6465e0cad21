"""What the interface says of news; of places it says what it says of meetings. Other languages: `theme/strings/`."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.formats.wording import Words

WORDS: Mapping[str, Words] = {
    "en": {
        "kinds": {
            "news": {
                "singular": "News",
                "plural": "News",
                "about": "What is new here, and what we come together for.",
            }
        },
        "news": {
            "over": "This event is over.",
            "expired": "This was for the time until {day}.",
            "cancelled": "This event is cancelled.",
            "off": "Cancelled",
            "here": "Where you are",
        },
    }
}
