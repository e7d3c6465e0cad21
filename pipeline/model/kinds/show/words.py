"""What the interface says of shows. Other languages: `theme/strings/`."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.formats.wording import Words

WORDS: Mapping[str, Words] = {
    "en": {
        "kinds": {"show": {"singular": "Show", "plural": "Podcasts", "about": "Podcasts with a variety of speakers."}},
        "show": {
            "by": "By {author}",
            "with": "With {people}",
            "count": {"one": "{n} episode", "other": "{n} episodes"},
            "subscribe": "Subscribe",
            "apps": "Open it in a podcast app that is on this device:",
            "address": "Or copy this address into any podcast app:",
            "copy": "Copy the address",
            "code": "QR code with the address of the feed: {address}",
            "code-about": "Or with the camera of a phone",
            "podroll": "Podcasts of others that we recommend",
            "complete": "This podcast has ended. All its episodes stay here.",
            "about": "About this podcast",
            "newest": "Newest episode",
            "begin": "Begin here",
            "episodes": "Episodes",
            "season": "Season {season}: {name}",
            "speakers": "Who speaks",
            "topics": "What it is about",
        },
    }
}
