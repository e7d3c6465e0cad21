"""What the interface says of link lists. Other languages: `theme/strings/`."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.formats.wording import Words

WORDS: Mapping[str, Words] = {
    "en": {
        "kinds": {
            "link-list": {
                "singular": "Link list",
                "plural": "Links",
                "about": "Links to help, tools and reading elsewhere.",
            }
        },
        "links": {
            "region": "Where are you?",
            "to-list": "Go to the list",
            "everywhere": "In any country",
            "elsewhere": "Another country",
            "all": "All countries",
            "kind": "What are you looking for?",
            "language": "Language",
            "cost": "What it costs",
            "phone": "Telephone",
            "checked": "Looked at on {day}",
            "kinds": {
                "organisation": "Organisation",
                "helpline": "Helpline",
                "tool": "Tool",
                "app": "App",
                "course": "Course",
                "reading": "Reading",
                "video": "Video",
                "community": "Community",
            },
            "costs": {"free": "Free", "paid": "Paid", "mixed": "Partly free"},
        },
    }
}
